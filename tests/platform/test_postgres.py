"""The throw-away PostgreSQL that the other tests stand on."""

from __future__ import annotations

from sqlalchemy import create_engine, text


def test_a_test_gets_an_empty_postgresql_database(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        tables = connection.scalar(
            text("select count(*) from information_schema.tables where table_schema = 'public'")
        )
    engine.dispose()
    assert tables == 0
