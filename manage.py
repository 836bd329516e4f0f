#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Seeding and migrating may take longer than a page may.
    os.environ.setdefault("DB_STATEMENT_TIMEOUT", "5min")
    execute_from_command_line(sys.argv)
