"""From a document to what it claims: states per domain and scope, windows, recovery stage."""
