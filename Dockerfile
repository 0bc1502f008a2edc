# Two stages: the first installs what the lock file names, the second holds only the result.
FROM docker.io/library/python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/tanya
COPY requirements.lock .
RUN /opt/tanya/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM docker.io/library/python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home tanya
COPY --from=build /opt/tanya /opt/tanya
WORKDIR /app
COPY bot bot
COPY handlers handlers
COPY knowledge knowledge
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/app TANYA_DATABASE=sqlite+aiosqlite:////data/tanya.sqlite
USER tanya
VOLUME /data
ENTRYPOINT ["/opt/tanya/bin/python", "-m", "bot"]
CMD ["run"]
