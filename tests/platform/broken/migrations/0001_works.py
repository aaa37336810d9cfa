from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunSQL("CREATE TABLE broken_first (id integer)")]
