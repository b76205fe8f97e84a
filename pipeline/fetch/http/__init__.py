"""Request pages from one server politely and safely: connection, pace, robots.txt, retries, circuit breaker."""
