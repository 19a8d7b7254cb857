"""warehouse/ turns the journal into marts that people and pages read.

Start at `build.refresh` (land, build with dbt, audit, publish) and `reader.Warehouse` (what was published).
Writes under `Home.landing` and `Home.warehouse` only; all of it can be deleted and made again.
May import `pantry`; must never know about documents, pictures, recipes' text or pages.
"""
