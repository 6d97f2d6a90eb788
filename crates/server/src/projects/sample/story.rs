//! The words of the sample: people who write to the support desk of a shop, and what they are told.

/// Somebody who writes: external id, name, mail, plan, country.
pub(super) const PEOPLE: [[&str; 5]; 10] = [
    ["u_1042", "Ana Moreira", "ana@example.com", "pro", "PT"],
    ["u_2210", "Jonas Weber", "jonas@example.com", "free", "DE"],
    ["u_1177", "Priya Nair", "priya@example.com", "pro", "IN"],
    ["u_3008", "Liam O'Connor", "liam@example.com", "team", "IE"],
    ["u_2954", "Yuki Tanaka", "yuki@example.com", "free", "JP"],
    ["u_1420", "Chloé Bernard", "chloe@example.com", "team", "FR"],
    ["u_4101", "Samuel Okafor", "samuel@example.com", "pro", "NG"],
    ["u_3377", "Ingrid Dahl", "ingrid@example.com", "free", "NO"],
    ["u_2886", "Mateo Ruiz", "mateo@example.com", "pro", "MX"],
    ["u_5012", "Fatima Zahra", "fatima@example.com", "team", "MA"],
];

/// A question of a customer, and what answers it.
pub(super) struct Case {
    /// A tag.
    pub(super) topic: &'static str,
    pub(super) question: &'static str,
    /// What is found about it: title and text.
    pub(super) found: [&'static str; 2],
    /// The tool that helps.
    pub(super) tool: &'static str,
    /// What it says.
    pub(super) result: &'static str,
    pub(super) answer: &'static str,
    /// What the customer says next.
    pub(super) reply: &'static str,
    /// What is said to that.
    pub(super) close: &'static str,
}

pub(super) const CASES: [Case; 8] = [
    Case {
        topic: "delivery",
        question: "Where is my parcel? It should have been here on Monday.",
        found: ["Delivery times", "Standard delivery takes three to five working days; delays are shown in the order."],
        tool: "lookup_order",
        result: "on its way, expected tomorrow",
        answer: "Your parcel left our warehouse yesterday and should be with you tomorrow. I am sorry for the delay.",
        reply: "Thank you, that helps!",
        close: "You are welcome. You will get a message when it is with the courier.",
    },
    Case {
        topic: "returns",
        question: "The jacket is too small. How do I send it back?",
        found: ["Returns", "Unworn items may be returned within 30 days; the label is in the customer's account."],
        tool: "create_return",
        result: "return label created",
        answer: "No problem: I have made a return label for you. You find it in your account under \"My orders\".",
        reply: "Do I have to pay for it?",
        close: "No, the return is free. We send the money back as soon as the jacket has arrived.",
    },
    Case {
        topic: "refund",
        question: "I sent the shoes back two weeks ago and still have no refund.",
        found: ["Refunds", "Refunds are paid within ten working days after the return has arrived."],
        tool: "refund_quote",
        result: "refund of 89.90 EUR approved",
        answer: "Your return has arrived, and 89.90 EUR are on the way to your card. It can take three days to show up.",
        reply: "Great.",
        close: "Glad to hear it. Write to me if it is not there by Friday.",
    },
    Case {
        topic: "billing",
        question: "Why was I charged twice this month?",
        found: ["Invoices", "A pre-authorisation may look like a second charge and disappears after some days."],
        tool: "list_invoices",
        result: "one invoice, one pre-authorisation",
        answer: "You were charged once. The second entry is a pre-authorisation, which your bank removes within a week.",
        reply: "My bank says it is a real charge.",
        close: "Then I have asked our accounting to check it. You hear from them within two days.",
    },
    Case {
        topic: "account",
        question: "I cannot log in any more since I changed my e-mail address.",
        found: ["Changing your address", "The new address must be confirmed by the link in the mail within 24 hours."],
        tool: "send_confirmation",
        result: "confirmation sent",
        answer: "The new address is not confirmed yet. I have just sent you another mail; please follow the link in it.",
        reply: "It works now.",
        close: "Good! Your orders are all there, under \"My orders\".",
    },
    Case {
        topic: "product",
        question: "Is the blue backpack waterproof, and does a 16 inch laptop fit?",
        found: ["Backpack \"Fjord\", 24 l", "Water-repellent, not waterproof. Laptop sleeve for up to 16 inches."],
        tool: "check_stock",
        result: "12 in stock",
        answer: "It keeps rain out but is not fully waterproof. A 16 inch laptop fits, and we have twelve of them in blue.",
        reply: "Then I take one.",
        close: "I have put one into your basket. It leaves today if you order before four.",
    },
    Case {
        topic: "delivery",
        question: "¿Puedo cambiar la dirección de entrega de mi pedido?",
        found: ["Changing an order", "The address can be changed until the parcel has left the warehouse."],
        tool: "change_address",
        result: "address changed",
        answer: "Sí: el pedido todavía no ha salido, así que he cambiado la dirección de entrega.",
        reply: "¡Muchas gracias!",
        close: "¡De nada! Le avisamos cuando salga el pedido.",
    },
    Case {
        topic: "complaint",
        question: "This is the third time that you send me the wrong size!!",
        found: ["Complaints", "Apologise, send the right item by express, and hand over to a person on request."],
        tool: "create_replacement",
        result: "replacement by express",
        answer: "I am very sorry. The right size leaves today by express, and you may keep the other one.",
        reply: "I want to talk to a person.",
        close: "Of course. A colleague takes over in a moment.",
    },
];

/// What the mail desk summarises.
pub(super) const MAILS: [[&str; 2]; 4] = [
    [
        "Hello, I ordered a lamp (order 88123) and it came broken. Photos attached. I would like a new one, no refund.",
        "Broken lamp in order 88123; the customer wants a replacement.",
    ],
    [
        "Good day. Could you send the invoice for March to accounting@example.com? We need the VAT number on it.",
        "Asks for the March invoice with VAT number, sent to accounting.",
    ],
    [
        "Your newsletter comes three times a week although I unsubscribed twice. Please stop this.",
        "Wants to be taken off the newsletter; has unsubscribed twice.",
    ],
    [
        "We are a school and would like to order 30 backpacks. Is there a discount, and can we pay by invoice?",
        "A school asks for a discount on 30 backpacks and payment by invoice.",
    ],
];

/// Why a model call fails, and how many milliseconds that takes.
pub(super) const MODEL_FAILURES: [(&str, i64); 3] = [
    ("429 Rate limit reached for gpt-4o in organization org-sample on tokens per min (TPM): Limit 30000", 180),
    ("Request timed out after 30 s", 30_004),
    ("503 The model is overloaded; please try again later", 1_350),
];

/// Why a tool fails.
pub(super) const TOOL_FAILURES: [&str; 2] = [WRONG_ARGUMENT, "ConnectionError: the order service does not answer"];

/// A tool gets the number of an order as a text.
pub(super) const WRONG_ARGUMENT: &str = "ValidationError: Invalid tool arguments: orderId must be a number";
