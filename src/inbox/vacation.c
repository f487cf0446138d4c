#include "inbox/vacation.h"

#include "base/arena.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

enum { HEAD_LEN = 500, RUNS = 4096 };

/* All phrases as text_fold() makes them: small letters, "ss" for "ß". */

/* How such a text begins. */
static const char *const headings[] = { "automatic reply", "automatic response", "automated reply",
	"automated response", "auto-reply", "autoreply", "automatische antwort",
	"abwesenheitsnotiz", "respuesta automática", "réponse automatique", "автоматический ответ",
	"автоответ", "автоматична відповідь", "автовідповідь", "balasan otomatis",
	"balasan automatik", "رد تلقائي", "رد آلي", "ავტომატური პასუხი", "自動返信", "自動応答",
	"自动回复", "自动答复", "自動回覆", "automáhtalaš vástádus", "automatisk svar", "autosvar",
	"automaattinen vastaus", "risposta automatica", "resposta automática",
	"automatisch antwoord", "odpowiedź automatyczna", "자동 응답", "자동 회신",
	"otomatik yanıt" };

/* These say by themselves that no person wrote it. */
static const char *const declares[] = { "this is an automat", "this is an auto-",
	"automatically generated", "auto-generated message", "do not reply to this email",
	"do not reply to this message", "do not reply to this e-mail",
	"this mailbox is not monitored",
	/* de */ "dies ist eine automati", "diese nachricht wurde automatisch",
	"diese e-mail wurde automatisch", "automatisch generierte", "automatisch erzeugte",
	"bitte antworten sie nicht auf diese",
	/* es */ "este es un mensaje autom", "esta es una respuesta autom",
	"mensaje generado automáticamente", "no responda a este",
	/* fr */ "ceci est un message automatique", "ceci est une réponse automatique",
	"message généré automatiquement", "ne pas répondre à ce", "merci de ne pas répondre à",
	/* ru, uk */ "это автоматическ", "письмо сформировано автоматически",
	"сообщение создано автоматически", "не отвечайте на это письмо", "це автоматичн",
	"лист сформовано автоматично", "не відповідайте на цей лист",
	/* id, ms */ "ini adalah balasan otomatis", "ini adalah pesan otomatis",
	"jangan membalas email ini", "ini ialah balasan automatik", "ini ialah mesej automatik",
	"jangan balas e-mel ini",
	/* ar, ka */ "هذا رد تلقائي", "هذا رد آلي", "هذه رسالة تلقائية", "يرجى عدم الرد على هذ",
	"ეს არის ავტომატური",
	/* ja, zh */ "このメールは自動", "自動返信です", "自動応答です", "自動送信されて",
	"本メールに返信", "此邮件为自动", "此邮件由系统自动", "請勿回覆此", "请勿回复此",
	/* se and its neighbours */ "dát lea automáhtalaš", "dette er et automatisk",
	"detta är ett automatiskt", "tämä on automaattinen",
	/* it, pt, nl, pl, tr */ "questo è un messaggio automatico",
	"esta é uma mensagem automática", "dit is een automatisch",
	"to jest wiadomość automatyczna", "bu otomatik bir" };

static const char *const absent[] = { "out of the office", "out of office", "annual leave",
	"on leave", "maternity leave", "paternity leave", "parental leave", "sick leave",
	"on vacation", "on holiday", "away from my desk", "no longer with",
	/* de */ "nicht im büro", "nicht im buero", "nicht im haus", "im urlaub", "ausser haus",
	"nicht am arbeitsplatz", "in elternzeit", "bin abwesend", "nicht erreichbar",
	"auf dienstreise", "nicht mehr für", "krankheitsbedingt",
	/* es */ "fuera de la oficina", "de vacaciones", "estoy de baja", "de permiso", "ausente",
	"no estaré disponible",
	/* fr */ "absent", "en congé", "en vacances", "hors du bureau", "en déplacement",
	"indisponible jusqu",
	/* ru */ "в отпуске", "отсутствую", "нет в офисе", "на больничном", "в командировке",
	"нахожусь вне офиса",
	/* uk */ "у відпустці", "відсутн", "немає в офісі", "на лікарняному", "у відрядженні",
	"поза офісом",
	/* id, ms */ "di luar kantor", "sedang cuti", "tidak berada di kantor", "tidak di tempat",
	"di luar pejabat", "bercuti", "tiada di pejabat",
	/* ar */ "خارج المكتب", "في إجازة", "في اجازة", "غير متواجد", "غير متاح",
	/* ka */ "შვებულებაში", "ოფისში არ ვ", "არ ვიმყოფები",
	/* ja */ "不在", "休暇", "出張中", "休業", "外出中",
	/* zh */ "不在办公室", "不在辦公室", "休假", "出差", "外出", "年假", "放假",
	/* se and its neighbours */ "luomus", "in leat kantuvrras", "eret kantuvrrastan",
	"ikke på kontoret", "på ferie", "inte på kontoret", "på semester", "lomalla",
	/* it, pt, nl, pl, ko, tr */ "fuori ufficio", "in ferie", "fuori sede",
	"fora do escritório", "estou de férias", "em férias", "niet op kantoor", "met vakantie",
	"op vakantie", "afwezig", "na urlopie", "poza biurem", "nieobecn", "부재", "휴가",
	"ofis dışında", "izindeyim" };

/* How such an answer goes on: it promises a reply, names somebody else, thanks for the mail. */
static const char *const promises[] = { "will respond", "will reply", "limited access",
	"no access to", "get back to you", "thank you for your email", "thank you for your e-mail",
	"thank you for your message", "thanks for your email", "thanks for your message",
	"am currently", "currently out", "please contact",
	/* de */ "vielen dank für ihre nachricht", "vielen dank für ihre e-mail",
	"vielen dank für deine nachricht", "danke für ihre nachricht", "danke für ihre e-mail",
	"nach meiner rückkehr", "wieder erreichbar", "wenden sie sich", "in dringenden fällen",
	"nicht weitergeleitet", "keinen zugriff", "eingeschränkt",
	/* es */ "gracias por su mensaje", "gracias por tu mensaje", "gracias por su correo",
	"gracias por tu correo", "póngase en contacto", "asuntos urgentes", "le responderé",
	"te responderé", "acceso limitado",
	/* fr */ "merci pour votre message", "merci de votre message", "pour votre mail",
	"en cas d'urgence", "en cas d’urgence", "veuillez contacter", "vous pouvez contacter",
	"vous répondrai", "accès limité",
	/* ru */ "спасибо за ваше письмо", "благодарю за ваше", "благодарю за письмо",
	"по срочным вопросам", "в срочных случаях", "отвечу на ваше", "отвечу после",
	/* uk */ "дякую за ваш лист", "дякуємо за ваш лист", "у термінових", "з термінових",
	"відповім на ваш", "відповім після",
	/* id, ms */ "terima kasih atas email", "terima kasih atas pesan",
	"terima kasih atas e-mel", "terima kasih atas mesej", "hal mendesak", "urusan mendesak",
	"perkara segera", "akan membalas", "akan saya balas",
	/* ar */ "شكرا لرسالتك", "شكرًا لرسالتك", "شكرا على رسالتك", "شكرًا على رسالتك",
	"للحالات العاجلة", "سأرد عليك", "سأرد على",
	/* ka */ "გმადლობთ წერილისთვის", "მადლობა წერილისთვის", "სასწრაფო", "გიპასუხებთ",
	/* ja */ "戻り次第", "戻りましたら", "改めてご連絡", "後日ご連絡", "お急ぎの", "緊急の",
	/* zh */ "感谢您的来信", "感謝您的來信", "谢谢您的来信", "謝謝您的來信", "感谢您的邮件",
	"尽快回复", "盡快回覆", "如有急事", "紧急事", "緊急事",
	/* se and its neighbours */ "giitu reivve", "vástidan go", "takk for din e-post",
	"tack för ditt", "kiitos viestistä",
	/* it, pt, nl, pl, ko, tr */ "grazie per il", "grazie per la", "per urgenze",
	"obrigado pel", "obrigada pel", "assuntos urgentes", "bedankt voor uw", "weer bereikbaar",
	"dziękuję za wiadomość", "po powrocie", "메일 감사", "복귀 후", "döndüğümde" };

/* A person who is away on some days, and asks for or takes another one. */
static const char *const persons[] = { "?", "؟", " but ", "could we", "works", "suits", "any time",
	"would like", "let's", " aber ", "passt", "ginge", "würde gern", " pero ", "podría",
	"me viene", "me va bien", " mais ", "pourr", "convien", " но ", "подойд", "подход",
	"удобно", " але ", "підійд", "підход", "зручно", " tapi ", "tetapi", "namun", "cocok",
	"sesuai", "boleh kita", "لكن", "يناسب", "مناسب", "მაგრამ", "მაწყობს", "შეგვიძლია", "ですが",
	"大丈夫", "お願い", "可能", "但", "可以", "方便", "heive", " muhto " };

/* A text, and which runs of three bytes may be in it: few phrases are looked for in earnest. */
struct head {
	const char *text;
	unsigned char runs[RUNS];
};

static size_t
run_of(const char *at)
{
	const unsigned char *c = (const unsigned char *)at;

	return (c[0] * 31u * 31u + c[1] * 31u + c[2]) % RUNS;
}

static void
note_runs(struct head *h)
{
	for (const char *at = h->text; at[0] != '\0' && at[1] != '\0' && at[2] != '\0'; at++)
		h->runs[run_of(at)] = 1;
}

static bool
may_hold(const struct head *h, const char *phrase)
{
	if (phrase[1] == '\0')
		return true;
	for (; phrase[2] != '\0'; phrase++)
		if (!h->runs[run_of(phrase)])
			return false;
	return true;
}

static bool
has_any(const struct head *h, const char *const list[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (may_hold(h, list[i]) && strstr(h->text, list[i]) != NULL)
			return true;
	return false;
}

/* As a title of its own: "no automatic reply, please" is no title. */
static bool
begins_with(const char *text, const char *const list[], size_t n)
{
	text += strspn(text, " *[(<");
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(list[i]);

		if (strncmp(text, list[i], len) == 0 &&
		    (text[len] == '\0' || strchr(":-]*>)", text[len]) != NULL))
			return true;
	}
	return false;
}

/* Where a quote begins, as far as it can be told from one line. */
static bool
begins_quote(const char *line)
{
	return *line == '>' || strncmp(line, "-----", 5) == 0 || strncmp(line, "_____", 5) == 0 ||
	       strncmp(line, "From:", 5) == 0 || strncmp(line, "On ", 3) == 0;
}

/* Whole lines only, so that no character is cut. */
static size_t
copy_head(const char *text, char head[HEAD_LEN])
{
	size_t len = 0;

	while (*text != '\0' && !begins_quote(text)) {
		size_t n = strcspn(text, "\n");

		if (len + n + 2 > HEAD_LEN)
			break;
		memcpy(head + len, text, n);
		len += n;
		head[len++] = ' '; /* a phrase may run over the line end */
		text += n + (text[n] == '\n');
	}
	head[len] = '\0';
	return len;
}

#define BEGINS_WITH(text, list) begins_with(text, list, sizeof(list) / sizeof *(list))
#define HAS_ANY(text, list)     has_any(text, list, sizeof(list) / sizeof *(list))

bool
vacation_text(const char *text)
{
	struct arena *a = arena_new();
	char head[HEAD_LEN];
	size_t len = copy_head(text, head);
	struct head h = { .text = text_fold(head, len, a) };
	bool told;

	note_runs(&h);
	told = BEGINS_WITH(h.text, headings) || HAS_ANY(&h, declares) ||
	       (HAS_ANY(&h, absent) && HAS_ANY(&h, promises) && !HAS_ANY(&h, persons));
	arena_free(a);
	return told;
}
