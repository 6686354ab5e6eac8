# Voice in a container: everything it keeps lies in /var/lib/voice, which must be a volume.
FROM python:3.11-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/voice \
 && PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt \
    /opt/voice/bin/pip install --no-cache-dir '.[meaning,postgresql]'

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/voice --create-home voice
COPY --from=build /opt/voice /opt/voice
ENV PATH=/opt/voice/bin:$PATH PYTHONUNBUFFERED=1 VOICE_DATA=/var/lib/voice
USER voice
VOLUME /var/lib/voice
EXPOSE 8000
# The database is brought up to date and the question sets are published before the first child comes.
CMD ["sh", "-c", "voice db upgrade && voice questions publish && exec voice serve --host 0.0.0.0 --port 8000"]
