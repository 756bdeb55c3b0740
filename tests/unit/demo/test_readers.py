"""What readers got, in figures."""

from demo.bench.readers import Answers


def test_most_answers_and_those_that_were_no_page_are_told_apart():
    answers = Answers()
    for number in range(100):
        answers.add(200 if number < 97 else 503, number / 1000)

    assert answers.failures == 3
    assert (round(answers.percentile(0.5)), round(answers.percentile(0.95))) == (50, 95)


def test_where_nobody_asked_there_is_nothing_to_tell():
    assert (Answers().percentile(0.95), Answers().failures) == (0, 0)
