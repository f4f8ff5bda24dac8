"""List 7 of Ofsted's Annex A workbook: children on a plan, with their team, worker, last visit and last review.

    list_7 = read_list_7(path, today=today)
    list_7.rows["CH0001"].last_visit_on

`workbook.py` opens the file and finds the sheet and its headings, `headings.py` knows how they are worded, and
`values.py` reads dates and labels as authorities write them. To know one more wording, add it in `headings.py`.
"""

from returns.annex_a.reading import AnnexARow, List7, read_list_7

__all__ = ["AnnexARow", "List7", "read_list_7"]
