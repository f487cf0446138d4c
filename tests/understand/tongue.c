#include "understand/tongue.h"

#include "base/arena.h"
#include "tap.h"
#include "understand/lang.h"
#include "understand/token.h"

#include <string.h>

/* What somebody wrote, what they wrote in before, and the language it is in. */
static const struct {
	const char *text, *remembered, *code;
} rows[] = {
	{ "Could we meet on Tuesday at three? I would like to talk about the logo.", "", "en" },
	{ "Können wir uns am Dienstag um drei treffen? Es geht um das Logo.", "", "de" },
	{ "koennen wir uns am dienstag um drei treffen? es geht um das logo.", "", "de" },
	{ "Können wir uns am Dienstag um drei treffen?", "en", "de" },
	{ "Could we meet on Tuesday at three?", "de", "en" },
	/* languages that share an alphabet */
	{ "Чи можемо зустрітися у вівторок о третій? Хочу поговорити про логотип.", "", "uk" },
	{ "Можем ли мы встретиться во вторник в три? Хочу поговорить о логотипе.", "", "ru" },
	{ "Підходить, дякую!", "ru", "uk" },
	{ "შეგვიძლია სამშაბათს სამ საათზე შევხვდეთ?", "en", "ka" },
	{ "ოკ, 15:00-ზე Zoom-ში", "", "ka" },
	/* addresses and names in Latin letters */
	{ "Хай буде варіант 3. І додайте, будь ласка, Марка: marko@example.net", "", "uk" },
	{ "Давайте в Zoom або Google Meet: https://meet.example.org/abc-defg", "", "uk" },
	{ "Пусть будет третий вариант. Добавьте, пожалуйста, <masha@example.net>", "", "ru" },
	/* a few words of another language */
	{ "Hallo, ich würde gern einen Call mit euch machen, Topic ist Community Health.", "",
	    "de" },
	{ "Could we talk about Die Zeit and the Süddeutsche? Thank you!", "", "en" },
	{ "Dear Jörg Müller-Lüdenscheidt, is Thursday fine for you?", "", "en" },
	/* words in other letters */
	{ "Можно ли созвониться в Zoom во вторник? Ссылка: https://zoom.example.org/j/1234", "",
	    "ru" },
	{ "希望12月3日上午10点见面，请同时邀请 lea@example.net。", "", "zh" },
	{ "希望12月3日上午10點見面，請一併邀請 lea@example.net。", "", "zh-Hant" },
	{ "可以用Microsoft Teams开会吗？", "", "zh" },
	{ "可以用 Google Meet 開會嗎？", "", "zh-Hant" },
	{ "1和2都不行，3可以。\n\n從我的iPhone傳送", "", "zh-Hant" },
	{ "好的，下周二见。", "", "zh" }, { "好的，下週二見。", "", "zh-Hant" },
	{ "周一上午或者周二下午？", "", "zh" }, { "周二可以", "zh-Hant", "zh-Hant" },
	{ "火曜日でお願いします。", "", "ja" },
	{ "来週の会議について、Zoomでお話しできますか。", "", "ja" },
	{ "12月1日15時希望です", "", "ja" },
	{ "Heivešiigo maŋŋebárgga diibmu golbma? Lea sáhka logos.", "", "se" },
	/* neighbours */
	{ "Apakah kita bisa berbicara hari Selasa pukul tiga? Ini soal logo.", "", "id" },
	{ "Bolehkah kita bercakap pada hari Selasa pukul tiga? Ini tentang logo.", "", "ms" },
	{ "besok bisa ketemu gak? jam 3 aja", "", "id" },
	{ "esok boleh jumpa tak? pukul 3 je", "", "ms" },
	{ "Mohon maaf, saya harus membatalkan rapat hari Jumat.", "", "id" },
	{ "Maaf, saya terpaksa membatalkan mesyuarat pada hari Jumaat.", "", "ms" },
	{ "Terima kasih banyak.", "ms", "ms" }, { "Terima kasih banyak.", "id", "id" },
	/* an address is in no language */
	{ "أود لقاء مع ليا (lea.fischer@communications.example.net).", "", "ar" },
	/* too little to tell */
	{ "ok", "de", "de" }, { "2", "de", "de" }, { "OK, 2 :-)", "de", "de" }, { "", "de", "de" },
	{ "2", "", "en" }, { "", "", "en" }, { "2", "de-AT", "de" },
	{ "2", "tlh", "en" }, /* none of ours */
};

/* In none of ours, and what only looks so. */
static const struct {
	const char *text, *remembered;
	bool foreign;
} strangers[] = {
	{ "Olá, gostaria de marcar uma reunião convosco na próxima semana, se for possível.", "",
	    true },
	{ "Buongiorno, vorrei fissare un incontro con voi per parlare del nostro progetto.", "",
	    true },
	{ "Dzień dobry, czy moglibyśmy spotkać się w przyszłym tygodniu i porozmawiać o projekcie?",
	    "", true },
	{ "Merhaba, gelecek hafta sizinle projemiz hakkında görüşebilir miyiz?", "", true },
	{ "Hallo, ik zou graag volgende week met jullie willen praten over onze nieuwsbrief.", "",
	    true },
	{ "Dobrý den, rádi bychom s vámi příští týden mluvili o našem zpravodaji.", "", true },
	{ "Καλησπέρα, μπορούμε να συναντηθούμε την επόμενη εβδομάδα;", "", true },
	{ "안녕하세요, 다음 주에 회의를 할 수 있을까요?", "", true },
	{ "שלום, אפשר להיפגש בשבוע הבא?", "", true },
	{ "สวัสดีครับ ขอนัดประชุมสัปดาห์หน้าได้ไหมครับ", "", true },
	{ "नमस्ते, क्या हम अगले सप्ताह मिल सकते हैं?", "", true },
	{ "Здравейте, бихме ли могли да се срещнем следващата седмица, за да говорим за бюлетина?",
	    "", true },
	{ "Buongiorno, vorrei fissare un incontro con voi per parlare del nostro progetto.", "de",
	    true },
	/* little, or with names */
	{ "Olá!", "", false },
	{ "3", "", false },
	{ "OK, grazie", "", false },
	{ "Dear Giulia Bianchi and João Magalhães, is Thursday fine for you?", "", false },
	{ "Meeting about Wikimedia Italia, Wikipedia Tamil, Commons, Wikidata, Phabricator?", "",
	    false },
	{ "Ich schlage Dienstag vor: Besprechung „Projeto Mais Mulheres na Wikipédia“.", "",
	    false },
	{ "Доброго дня! Чи можемо ми поговорити про бюлетень?", "", false },
};

/* "In English, please" in each language; and what only speaks of one. */
static const struct {
	const char *lang, *text, *asked;
} wanted[] = {
	{ "en", "Thanks! In German, please.", "de" },
	{ "en", "Could you answer in French next time?", "fr" },
	{ "en", "I would prefer Traditional Chinese.", "zh-Hant" },
	{ "en", "The newsletter in English was great.", "" },
	{ "en", "We want to talk about the German translation.", "" },
	{ "de", "Bitte antworten Sie mir auf Englisch.", "en" },
	{ "de", "Auf Ukrainisch, bitte!", "uk" },
	{ "de", "Der Artikel auf Englisch ist fertig.", "" },
	{ "es", "¿Podemos seguir en inglés?", "en" },
	{ "es", "En francés, por favor.", "fr" },
	{ "fr", "Merci de me répondre en anglais.", "en" },
	{ "fr", "En allemand si possible.", "de" },
	{ "ru", "Ответьте, пожалуйста, вторник. На украинском, пожалуйста.", "uk" },
	{ "ru", "Можно по-английски?", "en" },
	{ "uk", "Відповідайте, будь ласка: можна англійською?", "en" },
	{ "id", "Tolong dibalas dalam bahasa Inggris.", "en" },
	{ "ms", "Sila jawab dalam bahasa Melayu.", "ms" },
	{ "ar", "أرجو الرد بالإنجليزية", "en" },
	{ "ar", "باللغة الفرنسية، من فضلكم", "fr" },
	{ "ka", "ინგლისურად, თუ შეიძლება", "en" },
	{ "zh", "请用英语回复。", "en" },
	{ "zh", "可以用繁体中文吗？", "zh-Hant" },
	{ "zh-Hant", "請用日文回覆。", "ja" },
	{ "ja", "できれば英語でお返事ください。", "en" },
	{ "ja", "英語のニュースレターについて", "" },
};

static void
check_wanted(const struct langs *ls, size_t i)
{
	struct arena *a = arena_new();
	const struct lang *l = langs_find(ls, wanted[i].lang), *asked;
	struct tokens ts;

	tokens_read(wanted[i].text, strlen(wanted[i].text), l, a, &ts);
	asked = tongue_asked(ls, &ts);
	is_str(asked != NULL ? lang_code(asked) : "", wanted[i].asked, "%s", wanted[i].text);
	arena_free(a);
}

/* Cut off anywhere, and with bytes that are no text. */
static void
check_cut(const struct langs *ls)
{
	static const char text[] = "Schöne Grüße \xff\xfe aus Köln, 日本語 und ქართული";
	struct arena *a = arena_new();
	size_t named = 0;

	for (size_t len = 0; len < sizeof text; len++)
		named += tongue_of(ls, text, len, "", a).lang != NULL;
	is_int((long long)named, (long long)sizeof text, "any text has a language");
	arena_free(a);
}

int
main(void)
{
	struct err err;
	struct langs *ls = langs_load(tap_source("languages"), &err);

	if (!ok(ls != NULL, "the languages are loaded"))
		return tap_done();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		const char *text = rows[i].text;

		is_str(lang_code(tongue_of(ls, text, strlen(text), rows[i].remembered, a).lang),
		    rows[i].code, "%s (before: %s)", text, rows[i].remembered);
		arena_free(a);
	}
	for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
		struct arena *a = arena_new();
		const char *text = strangers[i].text;
		struct tongue t = tongue_of(ls, text, strlen(text), strangers[i].remembered, a);

		is_int(t.foreign, strangers[i].foreign, "%s", text);
		if (t.foreign)
			is_str(lang_code(t.lang),
			    *strangers[i].remembered != '\0' ? strangers[i].remembered : "en",
			    "what to answer in");
		arena_free(a);
	}
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		check_wanted(ls, i);
	check_cut(ls);
	langs_free(ls);
	return tap_done();
}
