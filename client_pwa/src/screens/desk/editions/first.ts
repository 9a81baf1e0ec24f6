// Made by `python -m schemas` from schemas/first_edition.json. Do not edit: change that and run it again.
import type { Taxonomy } from "../../../schema";

/** What an edition says, whoever set it and when. */
export type Said = Omit<Taxonomy, "id" | "number" | "set_at" | "by" | "name">;

export const FIRST_EDITION: Said = {
 "order": "by_use",
 "sources": ["line727", "text727", "psap911", "l988", "l211", "l311", "police_req", "ems_req", "fire_req", "onview", "walkup", "partner", "followup"],
 "priorities": [
  {"priority": "P0", "answer_s": 60, "wait_s": 0},
  {"priority": "P1", "answer_s": 60, "wait_s": 120},
  {"priority": "P2", "answer_s": 120, "wait_s": 300},
  {"priority": "P3", "answer_s": 300, "wait_s": 1800},
  {"priority": "P4", "answer_s": 300, "wait_s": null}
 ],
 "types": [
  {"type_code": "MH_CRISIS", "priority": "P2", "skills": [["CLIN", "MEDIC"], ["CLIN"], ["CRISIS"]]},
  {"type_code": "WELFARE", "priority": "P3", "skills": [["CRISIS"], ["OUTR"]]},
  {"type_code": "UNHOUSED_NEED", "priority": "P3", "skills": [["OUTR"], ["NAVI"]]},
  {"type_code": "DISTURB_VERBAL", "priority": "P2", "skills": [["CRISIS"], ["MEDI"]]},
  {"type_code": "SUI_IDEATION", "priority": "P1", "skills": [["CLIN"]]},
  {"type_code": "INTOX", "priority": "P3", "skills": [["MEDIC"], ["PEER"]]},
  {"type_code": "TRESPASS_NV", "priority": "P3", "skills": [["CRISIS"], ["MEDI"]]},
  {"type_code": "PERSON_DOWN", "priority": "P1", "skills": [["MEDIC"]]},
  {"type_code": "SUI_ATTEMPT", "priority": "P1", "skills": [["CLIN"]], "leads_to": "alt_with_ems"},
  {"type_code": "SLEEPING", "priority": "P4", "skills": [["OUTR"], ["PEER"]]},
  {"type_code": "OVERDOSE", "priority": "P1", "skills": [["MEDIC", "PEER"], ["MEDIC"]], "leads_to": "alt_with_ems"},
  {"type_code": "OD_FOLLOWUP", "priority": "P4", "skills": [["PEER"]]},
  {"type_code": "SYRINGE", "priority": "P4", "skills": [["OUTR"]]},
  {"type_code": "ENCAMP", "priority": "P4", "skills": [["OUTR"]]},
  {"type_code": "PANHANDLE", "priority": "P4", "skills": [["OUTR"]]},
  {"type_code": "PUBLIC_NUDITY", "priority": "P3", "skills": [["CRISIS"]]},
  {"type_code": "DISPUTE_FAMILY", "priority": "P2", "skills": [["MEDI"], ["CRISIS"]]},
  {"type_code": "DISPUTE_PARTNER", "priority": "P2", "skills": [["CRISIS"]]},
  {"type_code": "DISPUTE_NEIGHBOR", "priority": "P3", "skills": [["MEDI"]]},
  {"type_code": "NOISE", "priority": "P4", "skills": [["MEDI"]]},
  {"type_code": "ANIMAL_NV", "priority": "P4", "skills": [["MEDI"]]},
  {"type_code": "PARKING_CIVIL", "priority": "P4", "skills": [["MEDI"]]},
  {"type_code": "YOUTH_BEHAV", "priority": "P3", "skills": [["CRISIS", "PEER"], ["CRISIS"]]},
  {"type_code": "RUNAWAY_YOUTH", "priority": "P2", "skills": [["CRISIS"]]},
  {"type_code": "ELDER_CONFUSED", "priority": "P2", "skills": [["MEDIC"], ["CRISIS"]]},
  {"type_code": "GRIEF_TRAUMA", "priority": "P2", "skills": [["CRISIS"], ["PEER"]]},
  {"type_code": "TRANSPORT_SVC", "priority": "P4", "skills": []},
  {"type_code": "RESOURCE_INFO", "priority": "P4", "skills": [["NAVI"]], "leads_to": "phone_resolved"},
  {"type_code": "FOLLOWUP", "priority": "P4", "skills": [["NAVI"]]},
  {"type_code": "ASSIST_AGENCY", "priority": "P2", "skills": []}
 ],
 "questions": [
  {"id": "injury_serious", "words": {"en": "Is anyone not breathing, not waking up, or bleeding badly?", "es": "¿Alguien no respira, no despierta o sangra mucho?"}, "short": {"en": "serious injury", "es": "herida grave"}, "stops": [{"answer": "yes", "towards": "ems"}]},
  {"id": "violence_now", "words": {"en": "Is a fight or assault happening now?", "es": "¿Hay una pelea o agresión ahora?"}, "short": {"en": "fight", "es": "pelea"}, "stops": [{"answer": "yes", "towards": "standby"}]},
  {"id": "weapon", "words": {"en": "Has a weapon been seen or used?", "es": "¿Se vio o se usó un arma?"}, "short": {"en": "weapon", "es": "arma"}, "note": {"en": "Owning one is not this.", "es": "Tener una no es esto."}, "stops": [{"answer": "yes", "towards": "police"}], "advice": "standby"},
  {"id": "threat_specific", "words": {"en": "Has anyone threatened a certain person?", "es": "¿Alguien amenazó a una persona concreta?"}, "short": {"en": "threat", "es": "amenaza"}, "advice": "supervisor"},
  {"id": "attempt_now", "words": {"en": "Is someone trying to end their life now, or holding the means?", "es": "¿Alguien intenta quitarse la vida ahora o tiene con qué?"}, "short": {"en": "attempt", "es": "intento"}, "stops": [{"answer": "yes", "towards": "ems"}]},
  {"id": "crime_progress", "words": {"en": "Is a serious crime happening?", "es": "¿Está ocurriendo un delito grave?"}, "short": {"en": "crime", "es": "delito"}, "stops": [{"answer": "yes", "towards": "police"}]},
  {"id": "fire_haz", "words": {"en": "Fire, chemicals, or standing in traffic?", "es": "¿Fuego, químicos o de pie entre los coches?"}, "short": {"en": "fire or traffic", "es": "fuego o tráfico"}, "stops": [{"answer": "yes", "towards": "police"}]},
  {"id": "dv", "words": {"en": "Is a partner involved, or is anyone afraid of one?", "es": "¿Está la pareja de por medio, o alguien le teme?"}, "short": {"en": "partner involved", "es": "pareja de por medio"}, "note": {"en": "Ask first: is it safe to talk?", "es": "Antes: ¿es seguro hablar?"}, "advice": "safe_to_talk"},
  {"id": "minor_alone", "words": {"en": "Is someone under 18 there alone?", "es": "¿Hay un menor de 18 solo?"}, "short": {"en": "minor alone", "es": "menor solo"}, "advice": "youth"},
  {"id": "caller_wants_police", "words": {"en": "Does the caller want police to come?", "es": "¿Quien llama quiere que venga la policía?"}, "short": {"en": "wish for police", "es": "pedido de policía"}, "stops": [{"answer": "yes", "towards": "wish"}], "advice": "tell_caller"},
  {"id": "premise_flag", "words": {"en": "Is there a safety note about this place?", "es": "¿Hay un aviso de seguridad sobre este lugar?"}, "short": {"en": "safety note", "es": "aviso de seguridad"}, "advice": "place"},
  {"id": "private_home", "words": {"en": "Is it inside a private home?", "es": "¿Es dentro de una vivienda?"}, "short": {"en": "private home", "es": "vivienda"}, "advice": "home", "asked": false}
 ]
};
