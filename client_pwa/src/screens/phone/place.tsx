/** /find/:service: who it takes, when, where, and whom to call. */
import { useApp, useNow } from "../../parts/app";
import { Btn } from "../../parts/btn";
import { Card, Fact, Note } from "../../parts/card";
import { Foldout } from "../../parts/foldout";
import { Screen } from "../../parts/screen";
import { here, path } from "../../router";
import type { Directory, DirectoryService } from "../../schema";
import { say } from "../../text/later";
import { list, tongue, weekday } from "../../text/times";
import { mapLink } from "./callfacts";
import { checkedAgo, isStale } from "./checked";
import { localMinute, minuteText, opening } from "./hours";
import { openingWords } from "./openwords";
import { lineOf, takes } from "./search";

/** What was searched for goes along: back to the list, and on to the referral. */
const asked = () => ({ need: here.value.query.get("need"), q: here.value.query.get("q") });

export const Place = ({ service: id }: { readonly service: string }) => {
  const { client } = useApp();
  const directory = client.directory.value;
  const service = directory?.services.find((each) => each.id === id);
  const back = { href: path("/find", asked()), label: say("find.title") };
  if (directory === null || service === undefined) {
    return <Screen title={say("find.gone")} lead={say("find.goneLead")} back={back} sync={false} />;
  }
  return <Known directory={directory} service={service} back={back} />;
};

const Known = (props: {
  readonly directory: Directory;
  readonly service: DirectoryService;
  readonly back: { readonly href: string; readonly label: string };
}) => {
  const { directory, service, back } = props;
  const now = useNow(60_000);
  const at = localMinute(now, directory.timezone);
  const paused = service.status === "temporarily closed";
  const { assured_at: checked } = service;
  const open = openingWords(opening(service.hours, at.weekday, at.minute));
  return (
    <Screen
      title={service.name}
      lead={service.organization === service.name ? open : `${service.organization} · ${open}`}
      back={back}
      sync={false}
      dock={<PlaceDock service={service} paused={paused} />}
    >
      {paused && (
        <Note tone="warn" icon="alert">
          <b>{say("find.paused")}.</b> {say("place.pausedLead")}
        </Note>
      )}
      {isStale(checked, now) && (
        <Note tone="warn" icon="alert">
          <b>{say("place.checked", { ago: checkedAgo(checked, now) })}</b> {say("place.stale")}
        </Note>
      )}
      <Card>
        <Facts service={service} />
      </Card>
      {service.hours !== null && service.hours.length > 0 && <Week service={service} />}
      {service.description !== "" && (
        <Foldout title={say("place.about")}>
          <p class="pre">{service.description}</p>
        </Foldout>
      )}
      {!isStale(checked, now) && (
        <p class="s dim">
          {checked === null ? say("place.unchecked") : say("place.checked", { ago: checkedAgo(checked, now) })}
        </p>
      )}
    </Screen>
  );
};

const spoken = (name: string): string => (/^[a-z]{2,3}(-[A-Z]{2})?$/.test(name) ? tongue(name) : name);

const Facts = ({ service }: { readonly service: DirectoryService }) => (
  <dl class="stack">
    {takes(service) !== "" && (
      <Fact icon="users" name={say("place.who")}>
        {takes(service)}
      </Fact>
    )}
    {service.application !== "" && (
      <Fact icon="check" name={say("place.how")}>
        {service.application}
      </Fact>
    )}
    {service.fees !== "" && (
      <Fact icon="flag" name={say("place.fees")} said>
        {service.fees}
      </Fact>
    )}
    {service.wait !== "" && (
      <Fact icon="clock" name={say("place.wait")} said>
        {service.wait}
      </Fact>
    )}
    {service.languages.length > 0 && (
      <Fact icon="user" name={say("place.languages")} said>
        {list(service.languages.map(spoken))}
      </Fact>
    )}
    <Fact icon="pin" name={say("place.address")}>
      {service.place ?? say("place.noAddress")}
    </Fact>
    {service.phones.map((phone) => (
      <Fact key={phone.number} icon="call" name={say("place.call")}>
        <a class="link" href={`tel:${phone.number}`}>
          {phone.number}
        </a>{" "}
        {phone.kind !== "voice" && phone.kind}
      </Fact>
    ))}
  </dl>
);

const Week = ({ service }: { readonly service: DirectoryService }) => {
  const hours = [...(service.hours ?? [])].sort((a, b) => a.weekday - b.weekday || a.opens - b.opens);
  return (
    <Foldout title={say("place.hours")}>
      <ul>
        {hours.map((each) => (
          <li key={`${each.weekday}-${each.opens}`}>
            {say("place.day", {
              day: weekday(each.weekday),
              hours: `${minuteText(each.opens)}–${minuteText(each.closes)}`,
            })}
          </li>
        ))}
      </ul>
    </Foldout>
  );
};

const PlaceDock = ({ service, paused }: { readonly service: DirectoryService; readonly paused: boolean }) => {
  const line = lineOf(service);
  const refer = path(`/find/${encodeURIComponent(service.id)}/refer`, asked());
  return (
    <>
      <div class="pair">
        {line === undefined ? (
          <Btn disabled>{say("place.noPhone")}</Btn>
        ) : (
          <Btn icon="call" href={`tel:${line}`}>
            {say("place.call")}
          </Btn>
        )}
        {service.place === null ? (
          <span />
        ) : (
          <Btn icon="nav" href={mapLink(service.place)}>
            {say("place.maps")}
          </Btn>
        )}
      </div>
      {!paused && (
        <Btn kind="pri" full href={refer}>
          {say("place.refer")}
        </Btn>
      )}
    </>
  );
};
