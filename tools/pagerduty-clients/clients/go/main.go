// Uses go-pagerduty as its users do; prints what it gave as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"github.com/PagerDuty/go-pagerduty"
)

var (
	ctx     = context.Background()
	address = os.Getenv("DAYBOOK_ADDRESS")
	key     = os.Getenv("DAYBOOK_ROUTING_KEY")
	token   = os.Getenv("DAYBOOK_TOKEN")
)

type object = map[string]any

func newClient(token string, options ...pagerduty.ClientOptions) *pagerduty.Client {
	options = append(options, pagerduty.WithAPIEndpoint(address), pagerduty.WithV2EventsAPIEndpoint(address))
	return pagerduty.NewClient(token, options...)
}

func main() {
	actions := map[string]func([]string) any{"send": send, "read": read, "notes": notes, "page": page, "errors": refusals}
	if err := json.NewEncoder(os.Stdout).Encode(actions[os.Args[1]](os.Args[2:])); err != nil {
		panic(err)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

func send([]string) any {
	client := newClient(token)
	answer := must(client.ManageEventWithContext(ctx, &pagerduty.V2Event{
		RoutingKey: key,
		Action:     "trigger",
		Links:      []any{object{"href": "https://wiki.test/disk", "text": "Runbook"}},
		Payload: &pagerduty.V2Payload{
			Summary:  "Disk at 99 %",
			Source:   "srv01",
			Severity: "critical",
			Details:  object{"free": 3, "disks": []any{"sda", nil}},
		},
	}))
	for _, action := range []string{"acknowledge", "resolve"} {
		event := &pagerduty.V2Event{RoutingKey: key, Action: action, DedupKey: answer.DedupKey}
		must(client.ManageEventWithContext(ctx, event))
	}
	must(client.CreateChangeEventWithContext(ctx, pagerduty.ChangeEvent{
		RoutingKey: key,
		Payload:    pagerduty.ChangeEventPayload{Summary: "Deployed 1.2.3", Source: "ci"},
	}))
	return object{"dedupKey": answer.DedupKey}
}

func entry(given pagerduty.LogEntry) object {
	return object{
		"id":        given.ID,
		"type":      given.Type,
		"summary":   given.Summary,
		"createdAt": given.CreatedAt,
		"agent":     given.Agent.Type,
		"channel":   given.Channel.Type,
		"service":   given.Service.ID,
		"incident":  given.Incident.ID,
	}
}

func read(arguments []string) any {
	client := newClient(token)
	id := arguments[0]
	listed := must(client.ListIncidentLogEntriesWithContext(ctx, id, pagerduty.ListIncidentLogEntriesOptions{
		Includes: []string{"channels"},
	})).LogEntries
	entries := []object{}
	for _, one := range listed {
		entries = append(entries, entry(one))
	}
	incident := must(client.GetIncidentWithContext(ctx, id))
	found := []string{}
	options := pagerduty.ListIncidentsOptions{ServiceIDs: []string{incident.Service.ID}}
	for _, one := range must(client.ListIncidentsWithContext(ctx, options)).Incidents {
		found = append(found, one.ID)
	}
	alerts := []string{}
	for _, one := range must(client.ListIncidentAlertsWithContext(ctx, id, pagerduty.ListIncidentAlertsOptions{})).Alerts {
		alerts = append(alerts, must(client.GetIncidentAlertWithContext(ctx, id, one.ID)).IncidentAlert.Status)
	}
	services := []string{}
	for _, one := range must(client.ListServicesPaginated(ctx, pagerduty.ListServiceOptions{})) {
		services = append(services, one.ID)
	}
	note := pagerduty.IncidentNote{Content: "Rotated the logs", User: pagerduty.APIObject{Summary: "ann@acme.test"}}
	must(client.CreateIncidentNoteWithContext(ctx, id, note))
	oauth := newClient(token, pagerduty.WithOAuth())
	return object{
		"entries":   entries,
		"details":   listed[len(listed)-1].Channel.Raw["details"],
		"one":       entry(*must(client.GetLogEntryWithContext(ctx, listed[0].ID, pagerduty.GetLogEntryOptions{}))),
		"incident":  object{"id": incident.ID, "status": incident.Status, "title": incident.Title},
		"found":     found,
		"alerts":    alerts,
		"me":        must(oauth.GetCurrentUserWithContext(ctx, pagerduty.GetCurrentUserOptions{})).ID,
		"services":  services,
		"abilities": must(client.ListAbilitiesWithContext(ctx)).Abilities,
	}
}

func notes(arguments []string) any {
	contents := []string{}
	for _, one := range must(newClient(token).ListIncidentNotesWithContext(ctx, arguments[0])) {
		contents = append(contents, one.Content)
	}
	return contents
}

func page(arguments []string) any {
	client := newClient(token)
	incident, team := arguments[0], arguments[1]
	offset, cursored := []string{}, []string{}
	options := pagerduty.ListLogEntriesOptions{Limit: 70, Total: true, TeamIDs: []string{team}}
	var total uint
	for more := true; more; options.Offset += options.Limit {
		answer := must(client.ListLogEntriesWithContext(ctx, options))
		for _, one := range answer.LogEntries {
			offset = append(offset, one.ID)
		}
		more, total = answer.More, answer.Total
	}
	for cursor := ""; ; {
		var answer struct {
			Entries []pagerduty.LogEntry `json:"log_entries"`
			Next    string               `json:"next_cursor"`
		}
		path := fmt.Sprintf("%s/incidents/%s/log_entries?limit=70&cursor=%s", address, incident, url.QueryEscape(cursor))
		response := must(client.Do(must(http.NewRequest(http.MethodGet, path, nil)), true))
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			panic(err)
		}
		for _, one := range answer.Entries {
			cursored = append(cursored, one.ID)
		}
		if cursor = answer.Next; cursor == "" {
			return object{"offset": offset, "cursor": cursored, "total": total}
		}
	}
}

func refusals(arguments []string) any {
	client := newClient(token)
	_, wrongKey := client.ManageEventWithContext(ctx, &pagerduty.V2Event{
		RoutingKey: arguments[0],
		Action:     "trigger",
		Payload:    &pagerduty.V2Payload{Summary: "x", Source: "y", Severity: "info"},
	})
	_, noEntry := client.GetLogEntryWithContext(ctx, "PNONE", pagerduty.GetLogEntryOptions{})
	_, noIncident := client.GetIncidentWithContext(ctx, "PNONE")
	_, wrongToken := newClient("wrong").ListLogEntriesWithContext(ctx, pagerduty.ListLogEntriesOptions{})
	return object{
		"key":      refusal(wrongKey),
		"entry":    refusal(noEntry),
		"incident": refusal(noIncident),
		"token":    refusal(wrongToken),
	}
}

func refusal(err error) any {
	var refused pagerduty.APIError
	if !errors.As(err, &refused) {
		return object{"unexpected": fmt.Sprint(err)}
	}
	given := object{"status": refused.StatusCode, "body": object{}}
	// The client reads no error object of an event's refusal.
	if refused.APIError.Valid {
		object := refused.APIError.ErrorObject
		given["body"] = map[string]any{"error": map[string]any{"code": object.Code, "message": object.Message}}
	}
	return given
}
