"""What Airflow's API server loads as plugins: modules here are named by no other."""
