# The server in a container: one stage builds the environment, one GraphiQL, and the last one
# only carries them.

FROM node:22-slim AS graphiql
WORKDIR /graphiql
COPY app/graphiql ./
RUN npm ci && npm run build

FROM python:3.13-slim AS build
COPY requirements-run.lock /tmp/requirements-run.lock
RUN python -m venv /venv \
 && /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: -r /tmp/requirements-run.lock

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /app
COPY --from=build /venv /venv
COPY auth auth
COPY db db
COPY engine engine
COPY events events
COPY loaders loaders
COPY resolvers resolvers
COPY schema schema
COPY app app
COPY --from=graphiql /graphiql/dist app/graphiql/dist
RUN python -m compileall -q . \
 && useradd --system --uid 10001 --no-create-home clientela
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD python -c "from urllib.request import urlopen as ask; \
ask('http://127.0.0.1:$PORT/live', timeout=2)"
STOPSIGNAL SIGTERM
CMD ["python", "-m", "app", "serve"]
