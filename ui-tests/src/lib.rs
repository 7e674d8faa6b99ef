//! Nothing of its own: the cases stand in `ui/`, and `tests/` runs them.
