"""Uses PagerDuty's Python client as its users do; prints what it gave as JSON."""

import json
import os
import sys
from datetime import datetime, timezone

import pagerduty

address = os.environ["DAYBOOK_ADDRESS"]


def rest(token=os.environ["DAYBOOK_TOKEN"], **options):
    return pagerduty.RestApiV2Client(
        token, default_from="ann@acme.test", base_url=address, **options
    )


def events(key=os.environ["DAYBOOK_ROUTING_KEY"]):
    return pagerduty.EventsApiV2Client(key, base_url=address)


def entry(given):
    return {
        "id": given["id"],
        "type": given["type"],
        "summary": given["summary"],
        "createdAt": given["created_at"],
        "agent": given["agent"]["type"],
        "channel": given["channel"]["type"],
        "service": given["service"]["id"],
        "incident": given["incident"]["id"],
    }


def send():
    client = events()
    dedup_key = client.trigger(
        "Disk at 99 %",
        "srv01",
        severity="critical",
        custom_details={"free": 3, "disks": ["sda", None]},
        links=[{"href": "https://wiki.test/disk", "text": "Runbook"}],
    )
    client.acknowledge(dedup_key)
    client.resolve(dedup_key)
    # Not by `submit`, which fails in this version before it sends anything.
    client.send_change_event({"summary": "Deployed 1.2.3", "source": "ci"})
    return {"dedupKey": dedup_key}


def read(incident_id):
    client = rest()
    path = f"/incidents/{incident_id}"
    listed = client.rget(f"{path}/log_entries", params={"include[]": ["channels"]})
    incident = client.rget(path)
    found = client.list_all("/incidents", params={"service_ids[]": [incident["service"]["id"]]})
    client.rpost(f"{path}/notes", json={"note": {"content": "Rotated the logs"}})
    return {
        "entries": [entry(one) for one in listed],
        "details": listed[-1]["channel"]["details"],
        "one": entry(client.rget(f"/log_entries/{listed[0]['id']}")),
        "incident": {"id": incident["id"], "status": incident["status"], "title": incident["title"]},
        "found": [one["id"] for one in found],
        "alerts": [one["status"] for one in client.iter_all(f"{path}/alerts")],
        "me": rest(auth_type="bearer").rget("/users/me")["id"],
        "services": [one["id"] for one in client.iter_all("/services")],
        "abilities": client.rget("/abilities"),
    }


def notes(incident_id):
    return [one["content"] for one in rest().rget(f"/incidents/{incident_id}/notes")]


def page(incident_id, team):
    client = rest()
    params = {"team_ids[]": [team]}
    since, until = (datetime(2026, month, 1, tzinfo=timezone.utc) for month in (1, 2))
    history = client.iter_history("/log_entries", since, until, params=dict(params), page_size=90)
    cursored, cursor = [], None
    while cursor is not False:
        query = {"limit": 70, **({"cursor": cursor} if cursor else {})}
        body = client.jget(f"/incidents/{incident_id}/log_entries", params=query)
        cursored += body["log_entries"]
        cursor = body["next_cursor"] or False
    return {
        "offset": [one["id"] for one in client.iter_all("/log_entries", params=params, page_size=70)],
        "cursor": [one["id"] for one in cursored],
        "history": [one["id"] for one in history],
        "total": client.get_total("/log_entries", params=params),
    }


def errors(wrong_key):
    def refusal(call):
        try:
            call()
        except pagerduty.HttpError as error:
            body = error.response.json()
            return {"status": error.response.status_code, "body": body}

    return {
        "key": refusal(lambda: events(wrong_key).trigger("x", "y")),
        "entry": refusal(lambda: rest().rget("/log_entries/PNONE")),
        "incident": refusal(lambda: rest().rget("/incidents/PNONE")),
        "token": refusal(lambda: rest("wrong").rget("/log_entries")),
    }


action, *arguments = sys.argv[1:]
print(json.dumps(globals()[action](*arguments)))
