"""The portal's own settings in an environment made up for tests; whatever is set already is left alone.

`pytest` reads settings before any conftest, so this is where the variables are set. The servers that DATABASE_URL and
REDIS_URL name are started a moment later, by tests/servers.py, unless they were given from outside.
"""

import os
import secrets

from cpp_portal.launcher.sockets import unused_name

if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
    folder = unused_name("cpp-test-")
    os.environ["CPP_TEST_SERVERS"] = str(folder)  # xdist's workers inherit all of these
    os.environ.setdefault("DATABASE_URL", f"postgres://cpp@/cpp?host={folder}/postgres")
    os.environ.setdefault("REDIS_URL", f"redis+socket://{folder}/valkey.sock?virtual_host=0")
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(64))
os.environ.setdefault("CPP_DEVELOPMENT", "1")
os.environ.setdefault("CPP_PLAIN_STATIC", "1")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from cpp_portal.settings import *  # noqa: F403  the variables come first, and all of the settings are meant

# Nobody attacks the passwords of tests, and Argon2 takes its time by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# The test server finds files in build/; nothing has been gathered for production, and WhiteNoise would say so.
STATIC_ROOT = None
