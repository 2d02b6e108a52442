import os

import sqlalchemy
from answer import answer

url = sqlalchemy.make_url(os.environ["DATABASE_URL"])
engine = sqlalchemy.create_engine(url.set(drivername="mysql+pymysql"))


def ask():
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT USER()").scalar()


answer(ask)
