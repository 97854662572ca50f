"""The sample company: a supplier that never was, its outage, and the buyers who live through it.

Plain Python and the standard library alone: the notice server runs beside the product as a
small process of its own, and no name, mark or address in here belongs to anybody.
"""
