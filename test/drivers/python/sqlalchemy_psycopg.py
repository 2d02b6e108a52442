import os

import sqlalchemy
from answer import answer

url = sqlalchemy.make_url(os.environ["DATABASE_URL"])
engine = sqlalchemy.create_engine(url.set(drivername="postgresql+psycopg"))


def ask():
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT session_user").scalar()


answer(ask)
