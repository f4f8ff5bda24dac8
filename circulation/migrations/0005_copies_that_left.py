"""Until now every copy left the portal at the moment of its circulation."""

from django.db import migrations

LEFT = """
    UPDATE circulation_receipt SET sent_at = circulation.sent_at
      FROM circulation_circulation AS circulation
     WHERE circulation.id = circulation_receipt.circulation_id AND circulation_receipt.sent_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("circulation", "0004_outside")]

    operations = [migrations.RunSQL(LEFT, migrations.RunSQL.noop)]
