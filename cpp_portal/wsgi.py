"""What gunicorn serves: `gunicorn cpp_portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpp_portal.settings")

application = get_wsgi_application()

# The code of every page is read now, once for all processes, and not by each while somebody waits for its first answer.
get_resolver().url_patterns  # noqa: B018  read for what it does: it is worked out when it is first asked for
