"""Which news a buyer should see first: resumption, and scope that became narrower (TRK-16)."""

# Words of titles; a claim reader judges the text itself, this only orders a list.
RESUMPTION = ("再開", "復旧", "解除", "通常どおり", "通常通り", "resum", "restor", "resolved")
NARROWING = ("停止", "休止", "見合わせ", "中止", "制限", "縮小", "終了", "suspend", "outage")
FIRST = RESUMPTION + NARROWING
