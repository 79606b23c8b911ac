"""SQL of the conversations, built once: building a statement takes SQLAlchemy longer than SQLite takes to run it."""

from sqlalchemy import bindparam, insert, select, update

from bot.conversation.models import Author, Conversation, Door, Message

OFFERED_BACK = 12
"""At most so many messages back are searched for offered buttons."""

STATE = (
    Conversation.id,
    Conversation.language,
    Conversation.language_wish,
    Conversation.owner,
    Conversation.context,
    Conversation.intake,
)
OF_SENDER = (
    Conversation.channel == bindparam("of_channel"),
    Conversation.sender_hash == bindparam("of_hash"),
)
BEHIND_DOOR = Conversation.id == (
    select(Door.conversation_id)
    .where(Door.channel == bindparam("of_channel"), Door.sender_hash == bindparam("of_hash"))
    .scalar_subquery()
)
FIND = select(*STATE).where(*OF_SENDER)
FIND_BEHIND_DOOR = select(*STATE).where(BEHIND_DOOR)
NEXT = {"next_seq": Conversation.next_seq + 1, "updated_at": bindparam("now")}
RESERVE = update(Conversation).where(*OF_SENDER).values(NEXT).returning(*STATE, Conversation.next_seq)
RESERVE_BEHIND_DOOR = update(Conversation).where(BEHIND_DOOR).values(NEXT).returning(*STATE, Conversation.next_seq)
RESERVE_BY_ID = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .values(NEXT)
    .returning(Conversation.next_seq)
)
FINISH = (
    update(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .values(
        next_seq=Conversation.next_seq + bindparam("count"),
        updated_at=bindparam("now"),
        language=bindparam("new_language"),
        language_wish=bindparam("new_wish"),
        context=bindparam("new_context", type_=Conversation.context.type),
    )
    .returning(Conversation.owner, Conversation.next_seq)
)
KNOWN = select(Message.seq).where(
    Message.conversation_id == bindparam("conversation"), Message.client_id == bindparam("id_of_client")
)
STORED = (Message.seq, Message.author, Message.text, Message.payload, Message.client_id, Message.created_at)
AFTER = (
    select(*STORED)
    .where(Message.conversation_id == bindparam("conversation"), Message.seq > bindparam("after"))
    .order_by(Message.seq)
    .limit(bindparam("most"))
)
BY_CLIENT = select(*STORED).where(
    Message.conversation_id == bindparam("conversation"), Message.client_id == bindparam("id_of_client")
)
BEFORE = (
    select(Message.author, Message.payload)
    .where(Message.conversation_id == bindparam("conversation"), Message.seq < bindparam("before"))
    .order_by(Message.seq.desc())
    .limit(OFFERED_BACK)
)
OFFERED = (
    select(Message.payload)
    .where(Message.conversation_id == bindparam("conversation"), Message.author != Author.EMPLOYER)
    .order_by(Message.seq.desc())
    .limit(200)
)
NEW_CONVERSATION = insert(Conversation)
NEW_MESSAGE = insert(Message)
