from django.db import migrations, models


def what_was_typed_beside(apps, _schema_editor):
    for kept in apps.get_model("unfinished", "Unfinished").objects.filter(also_typed__isnull=False):
        kept.beside = [{"window": "", "answers": kept.also_typed, "at": kept.also_typed_at.isoformat()}]
        kept.save(update_fields=["beside"])


class Migration(migrations.Migration):
    dependencies = [("unfinished", "0002_device_key")]

    operations = [
        migrations.AddField("unfinished", "beside", models.JSONField(default=list)),
        migrations.RunPython(what_was_typed_beside, migrations.RunPython.noop),
        migrations.RemoveField("unfinished", "also_typed"),
        migrations.RemoveField("unfinished", "also_typed_at"),
    ]
