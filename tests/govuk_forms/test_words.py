from govuk_forms import words


def test_words_that_go_on_in_a_sentence_keep_their_months_and_names():
    assert words.within("Settled on 4 March 2026") == "settled on 4 March 2026"
    assert words.within("Wanted by Robin") == "wanted by Robin"
    assert words.within("") == ""
