"""Django admin's changelist over the very same tables (unmanaged models), for the same persons."""

import os

import django
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.core.paginator import Paginator
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.urls import path
from sqlalchemy import make_url

from bench.pages import PERSONS

url = make_url(os.environ["BENCH_DATABASE_URL"])
SQLITE = url.get_backend_name() == "sqlite"
DATABASE = (
    {"ENGINE": "django.db.backends.sqlite3", "NAME": url.database}
    if SQLITE
    else {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or url.query.get("host", ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 600,
    }
)
settings.configure(
    SECRET_KEY="bench-only",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": DATABASE},
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    STATIC_URL="/static/",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
django.setup()


class Institution(models.Model):
    code = models.CharField(max_length=40)

    class Meta:
        app_label, managed, db_table = "admin", False, "institution"

    def __str__(self) -> str:
        return self.code


class Resource(models.Model):
    code = models.CharField(max_length=60)

    class Meta:
        app_label, managed, db_table = "admin", False, "resource"

    def __str__(self) -> str:
        return self.code


class Person(models.Model):
    username = models.CharField(max_length=64)
    institution = models.ForeignKey(Institution, models.DO_NOTHING, null=True)

    class Meta:
        app_label, managed, db_table = "admin", False, "ab_user"


class Requirement(models.Model):
    activity = models.ForeignKey("admin.Activity", models.DO_NOTHING)
    institution = models.ForeignKey(Institution, models.DO_NOTHING)
    state = models.CharField(max_length=40)
    due_on = models.DateField()

    class Meta:
        app_label, managed, db_table = "admin", False, "requirement"


class Activity(models.Model):
    number = models.CharField(max_length=20)
    title = models.TextField()
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=40)
    round = models.IntegerField()
    published_at = models.DateTimeField(null=True)
    holder = models.ForeignKey(Institution, models.DO_NOTHING)
    resource = models.ForeignKey(Resource, models.DO_NOTHING, null=True)

    class Meta:
        app_label, managed, db_table = "admin", False, "activity"


class ActivityAdmin(admin.ModelAdmin):
    """As a Django developer would write it: related rows are fetched together, 25 a page."""

    list_display = (
        "number",
        "title",
        "kind",
        "status",
        "holder",
        "resource",
        "round",
        "waiting_for",
        "due_on",
    )
    list_select_related = ("holder", "resource")
    list_per_page = 25
    ordering = ("-number",)

    def get_queryset(self, request):
        """Fetch who has to answer with one more query a page, not one a row; hide what is not seen."""
        open_ = Requirement.objects.filter(state__in=["waiting", "info_requested"])
        together = models.Prefetch(
            "requirement_set", open_.select_related("institution"), to_attr="open_rows"
        )
        return _seen(super().get_queryset(request), request.user).prefetch_related(together)

    def waiting_for(self, row: Activity) -> str:
        return ", ".join(one.institution.code for one in row.open_rows)

    def due_on(self, row: Activity) -> object:
        return max((one.due_on for one in row.open_rows), default=None)


class Uncounted(Paginator):
    """Counts nothing, as large sites do it."""

    count = 9_999_999


class UncountedActivityAdmin(ActivityAdmin):
    """The same without any count."""

    show_full_result_count = False
    paginator = Uncounted


def _seen(cards, user):
    """Return those that the person sees: published, of the own institution, or asked about."""
    if user.username == "admin":
        return cards
    own = Person.objects.get(username=user.username).institution_id
    asked = Requirement.objects.filter(activity=models.OuterRef("pk"), institution=own)
    opened = models.Q(round__gte=1) & (models.Q(holder=own) | models.Exists(asked))
    seen = models.Q(published_at__isnull=False) | opened
    if user.username.endswith("pieteicejs"):
        seen |= models.Q(round=0, holder=own)
    return cards.filter(seen)


site, uncounted = admin.AdminSite(), admin.AdminSite(name="uncounted")
site.register(Activity, ActivityAdmin)
uncounted.register(Activity, UncountedActivityAdmin)
urlpatterns = [path("admin/", site.urls), path("uncounted/", uncounted.urls)]


def prepare() -> None:
    """Create Django's own tables and its accounts in the measured database."""
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    for username in PERSONS.values():
        if not User.objects.filter(username=username).exists():
            User.objects.create_superuser(username, "bench@bench.example", "bench")


application = get_wsgi_application()
