/*
 * A bounded buffer under one lock, with a condition to wait for; endless. The twin of buffer.py.
 */
#ifndef SIZE
#define SIZE 8
#endif
#ifndef PRODUCERS
#define PRODUCERS 3
#endif
#ifndef CONSUMERS
#define CONSUMERS 3
#endif

byte slots[SIZE];
byte head, tail, count, lock;

active [PRODUCERS] proctype producer()
{
	byte place;

	do
	:: d_step { lock == 0 && count < SIZE -> lock = 1 };
	   place = tail;
	   slots[place] = _pid + 1;
	   d_step { tail = (place + 1) % SIZE; place = 0 };
	   count = count + 1;
	   lock = 0
	od
}

active [CONSUMERS] proctype consumer()
{
	byte place;

	do
	:: d_step { lock == 0 && count > 0 -> lock = 1 };
	   place = head;
	   assert(slots[place] != 0);
	   slots[place] = 0;
	   d_step { head = (place + 1) % SIZE; place = 0 };
	   count = count - 1;
	   lock = 0
	od
}
