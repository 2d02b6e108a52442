import os

import pymysql
from answer import answer

connection = pymysql.connect(
    host=os.environ["DATABASE_HOST"],
    port=int(os.environ["DATABASE_PORT"]),
    user=os.environ["DATABASE_USER"],
    password=os.environ["DATABASE_PASSWORD"],
    database=os.environ["DATABASE_NAME"],
    ssl={"ca": os.environ["CA_FILE"]},
)


def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT USER()")
        return cursor.fetchone()[0]


answer(ask)
