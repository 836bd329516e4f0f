"""gunicorn's settings, the same under `make run` and in production."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT') or '8000'}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 10
# A page takes at most 25 MB of attachments; nginx refuses more before it gets here.
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
