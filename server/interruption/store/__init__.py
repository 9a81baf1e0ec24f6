"""SQL of a site: in clear ids and times only; all else is ciphertext."""
