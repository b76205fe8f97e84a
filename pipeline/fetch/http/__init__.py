"""Ask one server politely and safely: connection, pace, robots.txt, retries, circuit breaker."""
