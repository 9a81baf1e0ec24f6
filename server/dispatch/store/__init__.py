"""SQL of dispatch, one file per noun."""
