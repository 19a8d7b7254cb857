"""`recipes/` turns pages, exports and feeds into recipes, their lines into foods, and stock into matches.

Start at `recipes.extract.read_page`, `recipes.lines.parse_line`, `recipes.importing.import_recipes` and
`recipes.match.match`. Reading is pure; `store`, `importing` and `fetch` are the edges that touch disk and network.
Inside, in the order of a recipe's life: `web`, `pages`, `programs`, `texts`; `ingredients`; `matching`, `searching`,
`planning`; `cook`. May import `pantry`; never `dashboard`, `assets`, `ocr` or the journal: whoever calls passes stock
as a plain list.
"""
