"""The platform's commands; imported only when they run, so that help never waits for Django."""
