// Decisions times Alertmanager's own code on a workload that it reads from its standard input as JSON, and prints
// nanoseconds per decision as JSON.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"sort"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/alertmanager/eventrecorder"
	"github.com/prometheus/alertmanager/inhibit"
	"github.com/prometheus/alertmanager/provider/mem"
	"github.com/prometheus/alertmanager/silence"
	"github.com/prometheus/alertmanager/silence/silencepb"
	"github.com/prometheus/alertmanager/types"
)

type workload struct {
	Small    json.RawMessage  `json:"small"`
	Wide     json.RawMessage  `json:"wide"`
	Alerts   []model.LabelSet `json:"alerts"`
	WideSet  []model.LabelSet `json:"wideLabels"`
	Sources  []model.LabelSet `json:"sources"`
	Muted    []model.LabelSet `json:"muted"`
	Unmuted  []model.LabelSet `json:"unmuted"`
	Silences [][2]string      `json:"silences"`
}

const runs = 5

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func nanoseconds(f func(b *testing.B)) float64 {
	var all []float64
	for range runs {
		r := testing.Benchmark(f)
		all = append(all, float64(r.T.Nanoseconds())/float64(r.N))
	}
	sort.Float64s(all)
	return all[runs/2]
}

func over(sets []model.LabelSet, decide func(model.LabelSet)) func(b *testing.B) {
	return func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			decide(sets[i%len(sets)])
		}
	}
}

func tree(text []byte) (*config.Config, *dispatch.Route) {
	conf, err := config.Load(string(text))
	check(err)
	return conf, dispatch.NewRoute(conf.Route, nil)
}

func main() {
	var w workload
	check(json.NewDecoder(os.Stdin).Decode(&w))
	ctx, now, quiet, nobody := context.Background(), time.Now(), promslog.NewNopLogger(), eventrecorder.NopRecorder()
	conf, small := tree(w.Small)
	_, wide := tree(w.Wide)

	store, err := mem.NewAlerts(ctx, time.Minute, 0, nil, quiet, nobody, prometheus.NewRegistry(), nil)
	check(err)
	for _, labels := range w.Sources {
		alert := model.Alert{Labels: labels, StartsAt: now.Add(-time.Minute), EndsAt: now.Add(time.Hour)}
		check(store.Put(ctx, &types.Alert{Alert: alert, UpdatedAt: now}))
	}
	inhibitor := inhibit.NewInhibitor(store, conf.InhibitRules, quiet, nobody)
	go inhibitor.Run()
	inhibitor.WaitForLoading()

	silences, err := silence.New(silence.Options{Retention: time.Hour, Metrics: prometheus.NewRegistry(), EventRecorder: nobody})
	check(err)
	for _, s := range w.Silences {
		matchers := []*silencepb.Matcher{
			{Type: silencepb.Matcher_EQUAL, Name: "cluster", Pattern: s[0]},
			{Type: silencepb.Matcher_REGEXP, Name: "service", Pattern: s[1]},
		}
		check(silences.Set(ctx, &silencepb.Silence{
			MatcherSets: []*silencepb.MatcherSet{{Matchers: matchers}},
			StartsAt:    timestamppb.New(now), EndsAt: timestamppb.New(now.Add(time.Hour)), CreatedBy: "bench", Comment: "bench",
		}))
	}
	time.Sleep(20 * time.Millisecond)
	known := silence.NewSilencer(silences, quiet, nobody)
	seenFirst := func(sets []model.LabelSet) func(b *testing.B) {
		return func(b *testing.B) {
			var fresh *silence.Silencer
			for i := 0; b.Loop(); i++ {
				if i%len(sets) == 0 {
					fresh = silence.NewSilencer(silences, quiet, nobody)
				}
				fresh.Mutes(ctx, sets[i%len(sets)])
			}
		}
	}
	for _, labels := range w.Muted {
		if !inhibitor.Mutes(ctx, labels) || !known.Mutes(ctx, labels) {
			log.Fatal("not muted: ", labels)
		}
	}
	for _, labels := range w.Unmuted {
		if inhibitor.Mutes(ctx, labels) || known.Mutes(ctx, labels) {
			log.Fatal("muted: ", labels)
		}
	}

	check(json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"small":           nanoseconds(over(w.Alerts, func(l model.LabelSet) { small.Match(l) })),
		"wide":            nanoseconds(over(w.WideSet, func(l model.LabelSet) { wide.Match(l) })),
		"inhibited":       nanoseconds(over(w.Muted, func(l model.LabelSet) { inhibitor.Mutes(ctx, l) })),
		"uninhibited":     nanoseconds(over(w.Unmuted, func(l model.LabelSet) { inhibitor.Mutes(ctx, l) })),
		"silencedFirst":   nanoseconds(seenFirst(w.Muted)),
		"unsilencedFirst": nanoseconds(seenFirst(w.Unmuted)),
		"silencedAgain":   nanoseconds(over(w.Muted, func(l model.LabelSet) { known.Mutes(ctx, l) })),
		"unsilencedAgain": nanoseconds(over(w.Unmuted, func(l model.LabelSet) { known.Mutes(ctx, l) })),
	}))
}
