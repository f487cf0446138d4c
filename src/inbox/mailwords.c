#include "inbox/mailwords.h"

#include <stddef.h>
#include <string.h>

/* Folded as by text_fold(): lower case, "ss" for sharp s, full-width colons narrow. */
static const struct {
	enum mailword kind;
	const char *words[60];
} tables[] = {
	{ MAILWORD_ON, { "on", "am", "le", "el", "op", "em", "il", "den", "dnia", "w dniu", "pada",
			   "в", "у", "في", "بتاريخ", "mon", "tue", "wed", "thu", "fri", "sat",
			   "sun", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "нд" } },
	{ MAILWORD_WROTE,
	    { "wrote", "writes", "schrieb", "schreibt", "hat geschrieben", "a écrit", "a ecrit",
		"escribió", "escribio", "написал", "написала", "написал(а)", "пишет", "писал",
		"писала", "написав", "написала", "пише", "пишуть", "كتب", "كتبت", "წერს", "წერდა",
		"写道", "寫道", "wrote", "のメール", "さんは書きました", "menulis", "menulis pada",
		"scrive", "ha scritto", "schreef", "escreveu", "napisał", "napisał(a)", "skrev",
		"kirjoitti", "yazdı", "napsal", "čálii" } },
	{ MAILWORD_FROM,
	    { "from", "von", "de", "от", "от кого", "від", "від кого", "من", "من قبل", "-დან",
		"გამგზავნი", "发件人", "寄件者", "寄件人", "差出人", "送信者", "dari", "daripada",
		"da", "van", "od", "fra", "från", "lähettäjä", "kimden" } },
	{ MAILWORD_DATE,
	    { "sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "date d'envoi", "enviado",
		"enviado el", "fecha", "отправлено", "дата", "отправлен", "надіслано", "дата",
		"تاريخ الإرسال", "التاريخ", "تم الإرسال", "გაგზავნილია", "თარიღი", "发送时间",
		"日期", "寄件日期", "傳送時間", "送信日時", "日時", "日付", "dikirim", "tanggal",
		"terkirim", "dihantar", "tarikh", "inviato", "data", "verzonden", "wysłano",
		"skickat", "sendt", "dato" } },
	{ MAILWORD_TO,
	    { "to", "cc", "an", "à", "pour", "para", "кому", "копия", "копія", "до", "إلى", "نسخة",
		"مخطط", "მიმღები", "收件人", "收件者", "抄送", "副本", "宛先", "kepada", "untuk",
		"salinan", "a", "aan", "do", "till", "til", "reply-to", "kopie" } },
	{ MAILWORD_SUBJECT, { "subject", "betreff", "objet", "asunto", "тема", "الموضوع", "თემა",
				"主题", "主旨", "件名", "subjek", "perihal", "subyek", "oggetto",
				"onderwerp", "assunto", "temat", "ämne", "emne" } },
	{ MAILWORD_ORIGINAL,
	    { "original message", "original appointment", "forwarded message",
		"begin forwarded message", "ursprüngliche nachricht", "ursprungliche nachricht",
		"originalnachricht", "weitergeleitete nachricht",
		"anfang der weitergeleiteten nachricht", "message d'origine", "message original",
		"message transféré", "début du message transféré", "début du message réexpédié",
		"mensaje original", "mensaje reenviado", "forwarded message",
		"inicio del mensaje reenviado", "исходное сообщение", "пересылаемое сообщение",
		"перенаправленное сообщение", "пересланное сообщение",
		"начало переадресованного сообщения", "вихідне повідомлення",
		"переслане повідомлення", "початкове повідомлення", "الرسالة الأصلية",
		"رسالة أصلية", "رسالة معاد توجيهها", "გადაგზავნილი შეტყობინება", "原始邮件",
		"邮件原件", "转发的邮件", "轉寄郵件", "原始郵件", "元のメッセージ",
		"転送されたメッセージ", "pesan asli", "pesan terusan", "mesej asal",
		"mesej yang dimajukan", "messaggio originale", "oorspronkelijk bericht",
		"mensagem original", "mensagem encaminhada" } },
	{ MAILWORD_DEVICE,
	    { "sent from my", "sent from a", "sent from mail", "sent from outlook",
		"sent from yahoo", "sent from proton mail", "sent with proton mail", "sent via",
		"sent using", "get outlook for", "von meinem", "gesendet von", "gesendet mit",
		"von unterwegs gesendet", "holen sie sich outlook", "outlook für", "envoyé de mon",
		"envoyé depuis", "envoyé à partir", "télécharger outlook", "obtenez outlook",
		"enviado desde", "enviado de", "enviado con", "obtener outlook", "отправлено с",
		"отправлено из", "надіслано з", "надіслано із", "скачать outlook", "أرسلت من",
		"أُرسلت من", "مرسل من", "გამოგზავნილია", "发自我的", "从我的", "發自我的",
		"iphoneから送信", "ipadから送信", "私の", "dikirim dari", "dihantar dari",
		"dihantar daripada", "inviato da", "verzonden vanaf", "wysłane z",
		"skickat från" } },
	{ MAILWORD_SIGN_OFF,
	    { "best", "best regards", "best wishes", "with best wishes", "with best regards",
		"all the best", "all best", "regards", "kind regards", "kindest regards",
		"warm regards", "warmest regards", "with kind regards", "with warm regards",
		"many thanks", "thanks", "thanks a lot", "thanks again", "thanks so much",
		"thanks in advance", "many thanks in advance", "thank you", "thank you so much",
		"thank you very much", "thank you in advance", "thank you again", "with thanks",
		"thanks and regards", "thanks & regards", "thanks and best regards", "cheers",
		"sincerely", "sincerely yours", "yours", "yours sincerely", "yours truly",
		"yours faithfully", "warmly", "cordially", "respectfully", "gratefully",
		"take care", "talk soon", "speak soon", "see you", "see you soon", "see you then",
		"looking forward", "looking forward to it", "love", "xo", "ciao", "br", "kr",
		"rgds", "thx", "have a nice day", "have a great day", "peace" } },
	{ MAILWORD_DISCLAIMER,
	    { "confidential", "confidentiality", "intended recipient", "intended recipients",
		"intended solely", "intended only", "privileged", "notify the sender", "disclaimer",
		"unauthorized", "unauthorised", "received this email in error",
		"received this message in error", "received this e-mail in error", "attachments",
		"virus", "viruses", "before printing", "legal notice", "not the addressee",
		"views expressed", "liability", "vertraulich", "confidentiel", "confidencial" } },
};

static const char *const *
words_of(enum mailword kind)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (tables[i].kind == kind)
			return tables[i].words;
	return NULL;
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
		if (strcmp(s, *w) == 0)
			return true;
	return false;
}

bool
mailword_begins(enum mailword kind, const char *s)
{
	for (const char *const *w = words_of(kind); *w != NULL; w++)
		if (strncmp(s, *w, strlen(*w)) == 0 && ends_word(*w, s + strlen(*w)))
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
