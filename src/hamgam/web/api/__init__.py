"""The API `/api/v1`: composed of the capabilities' routers, one form for every error."""
