"""The door that Airflow opens: the only package that imports it."""
