#include "inbox/mailwords.h"

#include <stddef.h>
#include <string.h>

/* Folded as by text_fold(): lower case, "ss" for sharp s, full-width colons narrow. */

static const char *const on[] = { "on", "am", "le", "el", "op", "em", "il", "den", "dnia", "w dniu",
	"pada", "в", "у", "في", "بتاريخ", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "пн",
	"вт", "ср", "чт", "пт", "сб", "вс", "нд", NULL };

static const char *const wrote[] = { "wrote", "writes", "schrieb", "schreibt", "hat geschrieben",
	"a écrit", "a ecrit", "escribió", "escribio", "написал", "написала", "написал(а)", "пишет",
	"писал", "писала", "написав", "написала", "пише", "كتب", "كتبت", "წერს", "წერდა", "დაწერა",
	"მოიწერა", "写道", "寫道", "のメール", "さんは書きました", "menulis", "scrive",
	"ha scritto", "schreef", "geschreven", "escreveu", "napisał", "napisał(a)", "skrev",
	"kirjoitti", "yazdı", "napsal", NULL };

static const char *const from[] = { "from", "von", "de", "от", "от кого", "від", "від кого", "من",
	"გამგზავნი", "ვისგან", "发件人", "寄件者", "寄件人", "差出人", "送信者", "dari", "daripada",
	"da", "van", "od", "fra", "från", "lähettäjä", "kimden", NULL };

static const char *const date[] = { "sent", "date", "gesendet", "datum", "envoyé", "envoyé le",
	"date d'envoi", "enviado", "enviado el", "fecha", "отправлено", "отправлен", "дата",
	"надіслано", "відправлено", "تاريخ الإرسال", "التاريخ", "تم الإرسال", "გაგზავნილია",
	"გაიგზავნა", "გაგზავნის თარიღი", "თარიღი", "发送时间", "日期", "寄件日期", "傳送時間",
	"送信日時", "日時", "日付", "dikirim", "terkirim", "tanggal", "dihantar", "tarikh",
	"inviato", "data", "verzonden", "wysłano", "skickat", "sendt", "dato", "lähetetty", NULL };

static const char *const to[] = { "to", "cc", "reply-to", "an", "kopie", "à", "pour", "para",
	"кому", "копия", "копія", "до", "إلى", "نسخة", "მიმღები", "ვის", "ადრესატი", "收件人",
	"收件者", "抄送", "副本", "宛先", "kepada", "untuk", "salinan", "a", "aan", "do", "till",
	"til", "vastaanottaja", "kopi", "kopio", NULL };

static const char *const subject[] = { "subject", "betreff", "objet", "asunto", "тема", "الموضوع",
	"თემა", "სათაური", "主题", "主旨", "件名", "subjek", "subyek", "perihal", "oggetto",
	"onderwerp", "assunto", "temat", "ämne", "emne", "aihe", NULL };

static const char *const original[] = { "oprindelig meddelelse", "opprinnelig melding",
	"original message", "original appointment", "forwarded message", "begin forwarded message",
	"ursprüngliche nachricht", "ursprungliche nachricht", "originalnachricht",
	"weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "message d'origine",
	"message original", "message transféré", "début du message transféré",
	"début du message réexpédié", "mensaje original", "mensaje reenviado",
	"inicio del mensaje reenviado", "исходное сообщение", "пересылаемое сообщение",
	"перенаправленное сообщение", "пересланное сообщение", "начало переадресованного сообщения",
	"вихідне повідомлення", "переслане повідомлення", "початкове повідомлення",
	"оригінальне повідомлення", "пересланий лист", "перенаправлене повідомлення",
	"початок переадресованого повідомлення", "початок перенаправленого повідомлення",
	"الرسالة الأصلية", "رسالة أصلية", "رسالة معاد توجيهها", "გადაგზავნილი შეტყობინება",
	"გადამისამართებული შეტყობინება", "თავდაპირველი შეტყობინება", "ორიგინალი შეტყობინება",
	"原始邮件", "邮件原件", "转发的邮件", "轉寄郵件", "原始郵件", "元のメッセージ",
	"転送されたメッセージ", "pesan asli", "pesan terusan", "mesej asal", "mesej yang dimajukan",
	"messaggio originale", "oorspronkelijk bericht", "mensagem original",
	"mensagem encaminhada", "opprinnelig melding", "videresendt melding",
	"ursprungligt meddelande", "vidarebefordrat meddelande", "alkuperäinen viesti",
	"välitetty viesti", NULL };

static const char *const device[] = { "sent from my", "sent from mail for", "sent from outlook",
	"sent from yahoo", "sent from proton mail", "sent with proton mail", "get outlook for",
	"von meinem iphone", "von meinem ipad", "von meinem android", "von meinem samsung",
	"von meinem smartphone", "von meinem handy", "von meinem mobil", "gesendet von mein",
	"gesendet mit", "von unterwegs gesendet", "holen sie sich outlook", "outlook für",
	"envoyé de mon", "envoyé depuis", "envoyé à partir", "télécharger outlook",
	"obtenez outlook", "enviado desde", "enviado de mi", "enviado do meu", "obtener outlook",
	"отправлено с", "отправлено из", "надіслано з", "надіслано із", "відправлено з",
	"отримати outlook", "скачать outlook", "أرسلت من", "أُرسلت من", "مرسل من", "გამოგზავნილია",
	"გაგზავნილია ჩემი", "发自我的", "從我的iphone", "从我的iphone", "發自我的",
	"iphoneから送信", "ipadから送信", "私のiphone", "dikirim dari", "dihantar dari",
	"inviato da", "verzonden vanaf", "wysłane z", "skickat från", "sendt fra",
	"lähetetty iphonesta", "lähetetty puhelimesta", NULL };

static const char *const sign_off[] = { "best", "best regards", "best wishes", "with best wishes",
	"with best regards", "all the best", "all best", "regards", "kind regards",
	"kindest regards", "warm regards", "warmest regards", "with kind regards",
	"with warm regards", "many thanks", "thanks", "thanks a lot", "thanks again",
	"thanks so much", "thanks in advance", "many thanks in advance", "thank you",
	"thank you so much", "thank you very much", "thank you in advance", "thank you again",
	"with thanks", "thanks and regards", "thanks & regards", "thanks and best regards",
	"cheers", "sincerely", "sincerely yours", "yours", "yours sincerely", "yours truly",
	"yours faithfully", "warmly", "cordially", "respectfully", "gratefully", "take care",
	"talk soon", "speak soon", "see you", "see you soon", "see you then", "looking forward",
	"looking forward to it", "love", "xo", "ciao", "br", "kr", "rgds", "thx", "have a nice day",
	"have a great day", "mit freundlichen grüssen", "viele grüsse", "liebe grüsse",
	"beste grüsse", "herzliche grüsse", "schöne grüsse", "grüsse", "lg", "vg", "mfg", "danke",
	"vielen dank", "cordialement", "bien cordialement", "bien à vous", "amicalement",
	"meilleures salutations", "merci", "merci d'avance", "saludos", "un saludo",
	"saludos cordiales", "un abrazo", "atentamente", "gracias", "muchas gracias", "с уважением",
	"всего доброго", "спасибо", "з повагою", "із повагою", "з пошаною",
	"з найкращими побажаннями", "найкращі побажання", "всього найкращого", "усього найкращого",
	"гарного дня", "щиро ваш", "щиро ваша", "дякую", "дякуємо", "щиро дякую", "наперед дякую",
	"заздалегідь дякую", "до зустрічі", "პატივისცემით", "საუკეთესო სურვილებით", "მადლობა",
	"დიდი მადლობა", "მადლობა წინასწარ", "წინასწარ გმადლობთ", "გმადლობთ",
	"გისურვებთ წარმატებებს", "terima kasih", "salam", "salam hangat", "hormat saya",
	"hormat kami", "salam hormat", "terima kasih banyak", "makasih", "trims", "yang benar",
	"sekian", "sekian, terima kasih", "dearvvuođat", "dearvvuođaiguin", "giitu", "ollu giitu",
	"mvh", "med vennlig hilsen", "hilsen", "terveisin", "تحياتي", "مع التحية", "مع خالص التحية",
	"مع أطيب التحيات", "مع التقدير", "مع الشكر", "شكرا", "شكرا جزيلا", "شكرًا", "شكرًا جزيلًا",
	NULL };

static const char *const disclaimer[] = { "confidential", "confidentiality", "intended recipient",
	"intended recipients", "intended solely", "intended only", "privileged",
	"notify the sender", "disclaimer", "unauthorized", "unauthorised",
	"received this email in error", "received this message in error",
	"received this e-mail in error", "attachments", "virus", "viruses", "before printing",
	"legal notice", "not the addressee", "views expressed", "liability", "vertraulich",
	"confidentiel", "confidencial", NULL };

static const char *const *
words_of(enum mailword kind)
{
	switch (kind) {
	case MAILWORD_ON: return on;
	case MAILWORD_WROTE: return wrote;
	case MAILWORD_FROM: return from;
	case MAILWORD_DATE: return date;
	case MAILWORD_TO: return to;
	case MAILWORD_SUBJECT: return subject;
	case MAILWORD_ORIGINAL: return original;
	case MAILWORD_DEVICE: return device;
	case MAILWORD_SIGN_OFF: return sign_off;
	case MAILWORD_DISCLAIMER: return disclaimer;
	}
	return on;
}

/* Letters of words: ASCII ones, and all that is not ASCII. */
static bool
in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Scripts without blanks between words have no ends to look for. */
static bool
ends_word(const char *word, const char *behind)
{
	return !in_word(*behind) || (unsigned char)word[strlen(word) - 1] >= 0x80;
}

bool
mailword_is(enum mailword kind, const char *s)
{
	for (const char *const *w = words_of(kind); *w != NULL; w++)
		if (**w == *s && strcmp(s, *w) == 0)
			return true;
	return false;
}

bool
mailword_begins(enum mailword kind, const char *s)
{
	for (const char *const *w = words_of(kind); *w != NULL; w++)
		if (**w == *s && strncmp(s, *w, strlen(*w)) == 0 && ends_word(*w, s + strlen(*w)))
			return true;
	return false;
}

int
mailword_count(enum mailword kind, const char *s)
{
	int n = 0;

	for (const char *const *w = words_of(kind); *w != NULL; w++) {
		const char *at = strstr(s, *w);

		for (; at != NULL; at = strstr(at + 1, *w)) {
			bool begins = at == s || !in_word(at[-1]) || (unsigned char)**w >= 0x80;

			if (begins && ends_word(*w, at + strlen(*w))) {
				n++;
				break;
			}
		}
	}
	return n;
}
