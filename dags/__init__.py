"""The doors to Airflow: one scheduled DAG per source, the manual backfill, and upkeep."""
