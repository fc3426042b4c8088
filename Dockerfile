# Wheels are fetched and checked against the lock in one stage and installed without a network in the next.
FROM python:3.11-slim-bookworm AS wheels
WORKDIR /wheels
COPY requirements.txt .
RUN pip wheel --no-cache-dir --require-hashes --requirement requirements.txt

FROM python:3.11-slim-bookworm AS portal
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fontconfig libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/portal --shell /usr/sbin/nologin portal

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/portal/static-collected \
    MEDIA_ROOT=/srv/portal/data/media \
    PRIVATE_ROOT=/srv/portal/data/private

WORKDIR /srv/portal/app
COPY requirements.txt .
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --no-deps /wheels/*.whl
COPY . .
# Collecting reads the settings, and the settings insist on a key: this one is thrown away with the layer.
RUN SECRET_KEY=only-for-collectstatic python manage.py collectstatic --noinput --verbosity 0 \
    && install -d -o portal -g portal /srv/portal/data/media /srv/portal/data/private

USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "deploy/healthcheck.py"]
ENTRYPOINT ["deploy/entrypoint.sh"]
CMD ["web"]
