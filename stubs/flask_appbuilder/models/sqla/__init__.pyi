from flask_appbuilder import Model as Model
