# The portal as one image; docker-compose.yml runs it as web, worker, beat and the one-off `migrate`.

FROM node:24-slim AS front-end
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY static static
RUN npm run build

FROM python:3.13-slim AS packages
COPY requirements/production.txt .
RUN python -m venv /packages \
 && /packages/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r production.txt

FROM python:3.13-slim
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=cpp_portal.settings \
    UPLOADS_DIR=/var/lib/portal/uploads
RUN useradd --system --uid 10001 --user-group --no-create-home portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal /var/lib/portal/uploads
WORKDIR /portal
COPY --from=packages /packages /packages
COPY . .
COPY --from=front-end /portal/build build
# Nothing is signed or stored here: the values last for this one line.
RUN CPP_DEVELOPMENT=1 DATABASE_URL=postgres://nobody@nowhere/nothing \
    SECRET_KEY=$(python -c "import secrets; print(secrets.token_urlsafe(64))") \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m compileall -q /portal
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "--config", "python:cpp_portal.web_server", "--bind", "0.0.0.0:8000", "cpp_portal.wsgi"]
