a0718world
b i BC-LT--ALERT-Guyana   09-16 0013
^BC-LT--ALERT-Guyana,13<
^ALERT: Guyana vice president resigns<
	   GEORGETOWN, Guyana (CPA) _ Guyana's vice president has resigned, state radio reports.

	   CPA-WF-09-16-25 1430GMT<


a0723world
u i BC-LT--Guyana-Resignation 1stLd   09-16 0082
^BC-LT--Guyana-Resignation, 1st Ld,82<
^Guyana vice president resigns after court order on housing fund<
^Eds: UPDATES throughout with resignation letter, successor.<
^By HARDAT DOOKHIE=
^Associated Caribbean Press Writer=
	   GEORGETOWN, Guyana (CPA) _ Guyana's Vice President Compton Ramsarran resigned Tuesday, a day after a court ordered him to hand over the accounts of a housing fund.
 
	   Ramsarran denied any wrongdoing. ``I will not be the excuse for stopping 4,000 houses,'' he said in a letter read on state radio.
 
	   President Yolande Austin-Persaud accepted the resignation and named Health Minister Ivor Sukhu to the post, her office said.
 

	   CPA-WF-09-16-25 1511GMT<


