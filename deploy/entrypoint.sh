#!/bin/sh
# What a container of the portal's image does: web, worker, beat, or any manage.py command.
set -eu

case "${1:-web}" in
    web)
        exec granian --interface wsgi --host 0.0.0.0 --port 8000 --no-ws --respawn-failed-workers \
            --workers "${WEB_WORKERS:-2}" --blocking-threads "${WEB_THREADS:-4}" config.wsgi:application
        ;;
    worker)
        exec celery -A config worker --loglevel INFO --concurrency "${WORKER_PROCESSES:-2}"
        ;;
    beat)
        exec celery -A config beat --loglevel INFO --pidfile= --schedule /tmp/celerybeat
        ;;
    *)
        exec python manage.py "$@"
        ;;
esac
