"""Every setting, in one file. Where machines differ the environment says so; docs/running.md lists the variables."""

from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from cpp_portal import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# --- what kind of machine is this ------------------------------------------------------------------
# DEVELOPMENT is set by `make run` and by the tests. DEMO adds the fictional borough's "Sign in as" cards and
# exists only together with it, so that no production machine can show them.
DEVELOPMENT = environment.flag("CPP_DEVELOPMENT")
DEMO = environment.flag("CPP_DEMO")
if DEMO and not DEVELOPMENT:
    raise ImproperlyConfigured("CPP_DEMO lets anyone sign in as anyone. It works only with CPP_DEVELOPMENT.")
DEBUG = environment.flag("CPP_DEBUG") and DEVELOPMENT

SECRET_KEY = environment.secret("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or (
    ["localhost", "127.0.0.1", "[::1]"] if DEVELOPMENT else []
)
if not ALLOWED_HOSTS or ("*" in ALLOWED_HOSTS and not DEVELOPMENT):
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts that people type, separated by commas, and not *."
    )
AUTHORITY_NAME = environment.text("AUTHORITY_NAME", "Exampleshire Council" if DEVELOPMENT else "")
if not AUTHORITY_NAME:
    raise ImproperlyConfigured(
        "AUTHORITY_NAME is not set. It stands at the top of every page and of every paper that goes to a family."
    )
SERVICE_NAME = "Child protection plans"
SERVICE_ADDRESS = environment.address(
    "SERVICE_ADDRESS",
    "http://localhost:8000" if DEVELOPMENT else f"https://{ALLOWED_HOSTS[0].lstrip('.')}",
    schemes=("https", "http") if DEVELOPMENT else ("https",),
)

# --- where things are kept --------------------------------------------------------------------------
DATABASE_URL = environment.text("DATABASE_URL")
if not DATABASE_URL:
    raise ImproperlyConfigured("DATABASE_URL is not set. `make run` starts a PostgreSQL and sets it.")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.text("REDIS_URL")
if not REDIS_URL and not DEVELOPMENT:
    raise ImproperlyConfigured(
        "REDIS_URL is not set. Name the Redis or Valkey that carries work to the worker."
    )
UPLOADS_DIR = Path(environment.text("UPLOADS_DIR", str(BASE_DIR / ".local" / "uploads")))
# Where it is not there yet, the system's folder for such files has to do.
FILE_UPLOAD_TEMP_DIR = UPLOADS_DIR if UPLOADS_DIR.is_dir() else None
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cpp_portal.uploads.OnDiskWithoutAName",
]

# --- what it is made of ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "simple_history",
    "cpp_portal",
    "dashboards",
    "returns",
    "conferences",
    "coregroups",
    "visits",
    "plans",
    "circulation",
    "alerts",
    "deadlines",
    "children",
    "exports",
    "unfinished",
    "accounts",
    "audit",
    "govuk_forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cpp_portal.middleware.PrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "deadlines.numbers.ReadOnce",
]
ROOT_URLCONF = "cpp_portal.urls"
WSGI_APPLICATION = "cpp_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.may",
                "cpp_portal.context.surroundings",
            ],
            "builtins": [
                "django.templatetags.static",
                "govuk_forms.templatetags.govuk",
                "govuk_forms.templatetags.dates",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False

# Where the statutory timeline of a child comes from: each module has `milestones(child_ids)`.
TIMELINE_SOURCES = [
    "deadlines.childhood",
    "circulation.timeline",
    "plans.timeline",
    "visits.timeline",
    "coregroups.timeline",
    "conferences.timeline",
]
# What visitors last saw of the lines of a plan (`plans` knows nothing of visits).
LAST_SEEN_OF_LINES = "visits.risks.last_seen"
# What is told when a refresh finds that somebody is to be told already.
WHEN_A_STEP_IS_REACHED = "alerts.at_once.tell_at_once"
# What brings the deadlines up to date when the child's own record changes (`children` knows nothing of deadlines).
WHEN_A_CHILD_CHANGES = ["visits.actions.who_counts.reconsider", "alerts.actions.child_changed"]
# Who is told of what follows when somebody's role, team or sign-in changes (`accounts` knows nothing of alerts).
WHEN_A_PERSON_CHANGES = "alerts.actions.person_changed"
# What a child's banner says, beside what `children` itself knows.
CHILD_FLAGS = [
    "children.locked.flags_of",
    "children.missing.flags_of",
    "children.looked_after.flags_of",
    "visits.unseen.flags_of",
    "coregroups.changes.flags_of",
    "plans.flags.of_child",
]
# What follows from a conference in apps that stand beside conferences: each gives
# (what, url, who may, the deadline, done).
PLANS_THE_FIRST_CORE_GROUP = "coregroups.actions.plan_meeting"
STEPS_AFTER_A_CONFERENCE = ["coregroups.first_steps.of_child"]
# Which members of each child's core group sign in here: alerts stand below core groups.
CORE_GROUP_MEMBERS = "coregroups.reached.members_who_sign_in"
# Everybody whom the social worker speaks with when a child of theirs was not seen.
CORE_GROUP_PEOPLE = "coregroups.reached.present_members"
# What the daily check does besides, before it tells anybody; and what is settled when a plan ends.
IN_THE_DAILY_CHECK = [
    "children.actions.delegation.end_those_that_ran_out",
    "children.actions.gaps.look_for_gaps",
    "visits.actions.unseen.look_again",
    "unfinished.actions.clear_away",
]
WHEN_A_LETTER_COMES_BACK = {
    "copy": "circulation.links.letter_came_back",
    "digest": "alerts.digests.letter_came_back",
    "invitation": "coregroups.invitations.letter_came_back",
}
WHEN_A_PLAN_ENDS = ["visits.actions.unseen.settle"]
# What has to be spoken about at the next core group and the next conference.
BROUGHT_TO_A_CORE_GROUP = [
    "visits.since.visits_since",
    "visits.since.own_words_since",
    "coregroups.between.words_since",
    "conferences.next_conference.next_conferences",
]
NEXT_CONFERENCES = "conferences.next_conference.in_words"
CHILDS_OWN_WORDS = "visits.since.own_words_since"
ON_THE_AGENDA = [
    "children.missing.agenda",
    "children.looked_after.agenda",
    "children.named.agenda",
    "visits.unseen.agenda",
    "coregroups.changes.agenda",
    "coregroups.owed.agenda",
    "coregroups.between.agenda",
    "coregroups.disagreements.agenda",
    "circulation.questions.agenda",
    "circulation.delivery.agenda",
    "plans.agreement.agenda",
    "plans.copies_shown.agenda",
]
# What keeps what somebody sends whose session has run out: `accounts` knows nothing of forms.
KEEP_WHAT_WAS_TYPED = "unfinished.owner.keep_for_owner"
# Where the authority keeps its procedure for disagreements among professionals, and for missing children.
ESCALATION_PROCEDURE_URL = environment.address("ESCALATION_PROCEDURE_URL")
MISSING_PROCEDURE_URL = environment.address("MISSING_PROCEDURE_URL")
# The rule pack in force: deadlines/packs/<name>.toml
RULE_PACK = environment.text("RULE_PACK", "composite")

# --- signing in --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# Idle time-out: every request starts it afresh. Passwords themselves do not expire (NCSC advice).
SESSION_COOKIE_AGE = environment.number("IDLE_MINUTES", 45, lowest=5, highest=12 * 60) * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Whether the proxy adds to X-Forwarded-For who asked it. One that lets through what visitors write there would let
# them guess passwords without end, so it is asked for by itself.
TRUST_FORWARDED_FOR = environment.flag("TRUST_FORWARDED_FOR")
if TRUST_FORWARDED_FOR and not environment.flag("BEHIND_HTTPS_PROXY"):
    raise ImproperlyConfigured(
        "TRUST_FORWARDED_FOR needs a proxy. Set BEHIND_HTTPS_PROXY to yes, or leave it out."
    )
AXES_CLIENT_IP_CALLABLE = "accounts.visitors.address_of"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# --- the browser's rules --------------------------------------------------------------------------------
SECURE = not DEVELOPMENT
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_SSL_REDIRECT = SECURE and environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz"]
if environment.flag("BEHIND_HTTPS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- files the browser fetches ----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "staticroot")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "build"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The test server looks files up by their own names, not by hashed ones.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if environment.flag("CPP_PLAIN_STATIC")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Source maps are for developers: compressing them takes longer than all the rest together.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "webp", "woff2", "gz", "br", "zip", "pdf"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

# --- work in the background: the timetable is in cpp_portal/celery.py ------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Whoever saves something does not wait for a broker that does not answer.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10}
CELERY_TASK_ACKS_LATE = (
    False  # a lost tick is repaired by the next; late acknowledgement is not (docs/decisions/0006)
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "every ten minutes, see whether deadlines need checking": {
        "task": "alerts.tick",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    "every ten minutes, send the digests that are ready": {
        "task": "alerts.send_digests",
        "schedule": crontab(minute="5-59/10"),
        "options": {"expires": 540},
    },
    "every ten minutes, read which letters came back": {
        "task": "alerts.read_returned_mail",
        "schedule": crontab(minute="3-59/10"),
        "options": {"expires": 540},
    },
    "every two minutes, ask people to the core groups that were planned": {
        "task": "coregroups.send_invitations",
        "schedule": crontab(minute="1-59/2"),
        "options": {"expires": 110},
    },
    "every two minutes, send the links to copies that wait": {
        "task": "circulation.send_links",
        "schedule": crontab(minute="*/2"),
        "options": {"expires": 110},
    },
}
DIGEST_HOUR = environment.number("DIGEST_HOUR", 7, lowest=0, highest=23)

# --- e-mail ------------------------------------------------------------------------------------------------
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 587, lowest=1, highest=65_535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=not DEVELOPMENT)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "no-reply@localhost")
# Where letters come back to that a mail server took and could not deliver, and how that mailbox is read.
RETURN_ADDRESS = environment.text("RETURN_ADDRESS")
RETURNED_MAIL = environment.mailbox("RETURNED_MAIL")
if not EMAIL_HOST:
    # Letters are kept as files, so that a machine without a mail server loses none.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = environment.text("EMAIL_FILE_PATH", str(BASE_DIR / ".local" / "outbox"))

# --- logs: no child's name is ever written to one --------------------------------------------------------
LOG_LEVEL = environment.level("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "filters": {"without secrets": {"()": "cpp_portal.logs.WithoutSecrets"}},
    "handlers": {
        # Django's own loggers have a level of their own, and a level of the root is not asked about what they say.
        "console": {
            "class": "logging.StreamHandler",
            "level": LOG_LEVEL,
            "formatter": "plain",
            "filters": ["without secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
