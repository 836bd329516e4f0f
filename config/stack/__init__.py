"""One command from a bare checkout to a served page: databases, data, web, worker, beat.

Django is imported only in the processes started here, so that a refusal comes at once.
"""
