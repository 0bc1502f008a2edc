# Which Python. A tag, so that the image can be built on any machine that has one of this name; to pin it, build with
# --build-arg PYTHON=docker.io/library/python:3.13-slim-trixie@sha256:<digest>, as docs/operations.md tells.
ARG PYTHON=docker.io/library/python:3.13-slim-trixie

# The first stage installs what the lock file names and compiles it, for the second has a root that cannot be written.
FROM ${PYTHON} AS build
WORKDIR /build
RUN python3 -m venv /opt/tanya
COPY requirements.lock .
# Wheels only: nothing of a package runs while it is installed.
RUN /opt/tanya/bin/python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
    && /opt/tanya/bin/python -m pip uninstall --yes pip \
    && find /opt/tanya -type d -name tests -prune -exec rm -rf {} +
WORKDIR /app
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
RUN /opt/tanya/bin/python -m compileall -q bot handlers knowledge

# The second stage holds the result and nothing that built it.
FROM ${PYTHON}
RUN useradd --uid 10001 --user-group --home-dir /data --no-create-home --shell /usr/sbin/nologin tanya \
    && install -d -o tanya -g tanya -m 0700 /data /cache
COPY --from=build /opt/tanya /opt/tanya
COPY --from=build /app /app
WORKDIR /app
# Only these are written: the log in /data, built indexes and the chart's fonts in /cache.
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app \
    PATH=/opt/tanya/bin:$PATH \
    XDG_CACHE_HOME=/cache \
    MPLCONFIGDIR=/cache/matplotlib \
    TANYA_DATABASE=sqlite+aiosqlite:////data/tanya.sqlite \
    TANYA_HEALTH=127.0.0.1:8082
USER 10001:10001
VOLUME ["/data", "/cache"]
# SIGTERM finishes what is in hand.
STOPSIGNAL SIGTERM
# The first start learns the facts before it answers.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
