import os

import psycopg
from answer import answer

connection = psycopg.connect(os.environ["DATABASE_URL"])

answer(lambda: connection.execute("SELECT session_user").fetchone()[0])
