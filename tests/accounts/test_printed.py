from accounts import printed


def test_the_permissions_on_paper_are_those_in_force():
    assert printed.main(["--check"]) == 0


def test_a_stale_print_is_found(monkeypatch, tmp_path, capsys):
    stale = tmp_path / "who-may-do-what.md"
    stale.write_text("# Who may do what\n")
    monkeypatch.setattr(printed, "PRINTED", stale)

    assert printed.main(["--check"]) == 1
    assert "run python -m accounts.printed" in capsys.readouterr().err
