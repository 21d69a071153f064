"""The extensions, once; `create_app` ties them to an application."""

from flask_appbuilder import Model
from flask_appbuilder.models.sqla.base import SQLA
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from app.smtp import VerifiedMail

# Flask-AppBuilder's base has a metadata of its own: sharing it makes migrations see every table.
db = SQLA(metadata=Model.metadata)
migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()
mail = VerifiedMail()
