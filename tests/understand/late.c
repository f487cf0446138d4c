/* By how much somebody is late, as people of each language say it. */
#include "understand/late.h"

#include "base/arena.h"
#include "tap.h"
#include "understand/lang.h"
#include "understand/token.h"

#include <string.h>

static const struct {
	const char *lang, *text;
	int minutes;
} rows[] = {
	{ "en", "I'm running about 15 minutes late, sorry!", 15 },
	{ "en", "I'll be ten minutes late.", 10 },
	{ "en", "My train is delayed by half an hour.", 30 },
	{ "en", "Stuck in traffic, an hour and a half late at least.", 90 },
	{ "en", "Running a bit late, sorry.", 0 },
	{ "en", "I've been waiting for two weeks and now I'm 5 min late!", 5 },
	{ "de", "Ich verspäte mich um etwa zehn Minuten.", 10 },
	{ "de", "Ich komme 15 Minuten später.", 15 },
	{ "de", "Ich bin leider eine halbe Stunde zu spät dran.", 30 },
	{ "de", "Ich komme etwas zu spät.", 0 },
	{ "es", "Llegaré unos 15 minutos tarde, disculpe.", 15 },
	{ "es", "Llevo media hora de retraso.", 30 },
	{ "fr", "J'aurai 20 minutes de retard.", 20 },
	{ "fr", "J'aurai environ une demi-heure de retard.", 30 },
	{ "id", "Maaf, saya akan terlambat sekitar 15 menit.", 15 },
	{ "ms", "Maaf, saya akan lewat kira-kira 15 minit.", 15 },
	{ "ja", "申し訳ございません、15分ほど遅れます。", 15 },
	{ "ja", "30分遅れる見込みです。", 30 },
	{ "ka", "უკაცრავად, დაახლოებით 15 წუთით დამაგვიანდება.", 15 },
	{ "ka", "ნახევარი საათით დავიგვიანებ.", 30 },
	{ "ru", "Извините, я опаздываю минут на 15.", 15 },
	{ "ru", "Задержусь на 10 минут.", 10 },
	{ "ru", "Опоздаю на полчаса.", 30 },
	{ "uk", "Перепрошую, я запізнююся приблизно на 15 хвилин.", 15 },
	{ "uk", "Запізнюся хвилин на десять.", 10 },
	{ "uk", "Запізнюся на пів години.", 30 },
	{ "se", "Šállošan, maŋŋonan sullii 15 minuhta.", 15 },
	{ "ar", "عذرًا، سأتأخر حوالي 15 دقيقة.", 15 },
	{ "ar", "سأتأخر نصف ساعة.", 30 },
	{ "zh", "不好意思，我会迟到15分钟左右。", 15 },
	{ "zh", "我会晚半个小时到。", 30 },
	{ "zh-Hant", "不好意思，我會遲到十分鐘左右。", 10 },
	{ "zh-Hant", "路上塞車，我會晚一點到。", 0 },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct langs *langs = langs_load(tap_source("languages"), &err);

	ok(langs != NULL, "the languages: %s", err.text);
	for (size_t i = 0; langs != NULL && i < sizeof rows / sizeof *rows; i++) {
		const struct lang *lang = langs_find(langs, rows[i].lang);
		struct tokens ts;

		tokens_read(rows[i].text, strlen(rows[i].text), lang, a, &ts);
		is_int(late_minutes(&ts, lang, a), rows[i].minutes, "%s", rows[i].text);
	}
	langs_free(langs);
	arena_free(a);
	return tap_done();
}
